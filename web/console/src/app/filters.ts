// Which conversations a list shows, and how that stands in the address.
import type { Channel, View } from './api';

export const VIEWS: readonly View[] = ['all', 'unconfirmed', 'mine', 'waiting', 'on_hold', 'completed'];
export const CHANNELS: readonly Channel[] = [
  'line',
  'telegram',
  'web',
  'whatsapp',
  'messenger',
  'instagram',
  'wechat',
];

/** Every kind that is given must hold; of one that takes several values, any will do. */
export interface Filters {
  view: View;
  /** The newest come first unless this is given. */
  sort?: 'oldest';
  inbox?: readonly string[];
  channel?: readonly Channel[];
  tag?: readonly string[];
  /** Ids, or `none` for those without. */
  status?: readonly string[];
  /** Ids of operators, `me`, `nobody` or `bot`. */
  assignee?: readonly string[];
  /** Paths of names, or `none` for those without. */
  category?: readonly string[];
  bookmarked?: true;
  blocked?: true;
  hidden?: true;
  q?: string;
}

/** The kinds that take several values, in the order they are shown. */
export const LISTS = ['tag', 'status', 'assignee', 'inbox', 'channel', 'category'] as const;
export type List = (typeof LISTS)[number];
/** The kinds that are there or not. */
export const FLAGS = ['bookmarked', 'blocked', 'hidden'] as const;

/** No filter, so that a view takes the place of what held before. */
export const NONE = {
  sort: undefined,
  inbox: undefined,
  channel: undefined,
  tag: undefined,
  status: undefined,
  assignee: undefined,
  category: undefined,
  bookmarked: undefined,
  blocked: undefined,
  hidden: undefined,
  q: undefined,
} satisfies { [name in keyof Omit<Filters, 'view'>]: undefined };

/** Filters that may change: `undefined` takes one off. */
export type Change = { [name in keyof Filters]?: Filters[name] | undefined };

/** The desk refuses more values of one kind. */
const MOST = 50;

/** Filters as they stand in the address, in one order; what makes no sense there is left out. */
export function readFilters(search: Readonly<Record<string, unknown>>): Partial<Filters> {
  const texts = (name: string) => {
    const values = [search[name]].flat().filter((one) => typeof one === 'string' && one !== '');
    const several = [...new Set(values as string[])].sort().slice(0, MOST);
    return several.length > 0 ? several : undefined;
  };
  const is = (name: string) => (String(search[name]) === 'true' ? true : undefined);
  const channels = CHANNELS.filter((channel) => texts('channel')?.includes(channel));
  const q = search.q === undefined ? '' : String(search.q);
  const found: Change = {
    view: VIEWS.find((view) => view === search.view),
    sort: search.sort === 'oldest' ? 'oldest' : undefined,
    inbox: texts('inbox'),
    channel: channels.length > 0 ? channels : undefined,
    tag: texts('tag'),
    status: texts('status'),
    assignee: texts('assignee'),
    category: texts('category'),
    bookmarked: is('bookmarked'),
    blocked: is('blocked'),
    hidden: is('hidden'),
    q: q === '' ? undefined : q,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Whether any filter holds besides the view and the order. */
export function isFiltered({ view: _, sort: __, ...others }: Filters): boolean {
  return Object.values(others).some((value) => value !== undefined);
}

/** Filters as a saved view keeps them: the address without its `?`. */
export function queryOf({ view, ...others }: Filters): string {
  return writeSearch({ view: view === 'all' ? undefined : view, ...readFilters(others) }).slice(1);
}

/** What a saved view shows. */
export function viewOf(query: string): Filters {
  return { view: 'all', ...readFilters(readSearch(query)) };
}

/** What stands behind the `?`: a name that comes several times has several values. */
export function readSearch(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    found[name] = before === undefined ? unquoted(value) : [before, unquoted(value)].flat();
  }
  return found;
}

/** The other way round, with the `?` if anything follows. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) {
      if (one !== undefined && one !== null) written.append(name, quoted(String(one)));
    }
  }
  return written.size > 0 ? `?${written}` : '';
}

/** A text in quotes is what they hold: links that were made earlier have `q="2026"`. */
function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function quoted(text: string): string {
  return unquoted(text) === text ? text : JSON.stringify(text);
}

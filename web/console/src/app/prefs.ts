import type { Language } from '@madoguchi/shared/messages';
import { queryOf } from './filters';
import { keptStore, stored } from './store';

/** A way to look at the list under a name of the operator's own. */
export interface SavedView {
  name: string;
  /** The filters as they stand in the address. */
  query: string;
}

/** What an operator likes. Most of it follows them to another machine; this is the copy for the first paint. */
export interface Prefs {
  language: Language;
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  /** Which key sends; the other one breaks the line. `Ctrl/⌘+Enter` always sends. */
  sendKey: 'shift-enter' | 'enter';
  /** Whether single letters are shortcuts. */
  letters: boolean;
  sound: boolean;
  notify: boolean;
  /** Whether somebody who begins to wait calls. */
  callWaiting: boolean;
  /** Whether a message in a conversation of one's own calls. */
  callMine: boolean;
  /** Whether a reply marks the conversation as confirmed. */
  confirmOnReply: boolean;
  /** Whether the customer's panel is open on a wide screen. */
  panel: boolean;
  views: readonly SavedView[];
  /** By inbox: the conversation in which the operator is the customer, for test sends. */
  tests: Readonly<Record<string, string>>;
}

export function usual(): Prefs {
  return {
    language: navigator.language.startsWith('ja') ? 'ja' : 'en',
    theme: 'auto',
    density: 'comfortable',
    sendKey: 'shift-enter',
    letters: true,
    sound: true,
    notify: false,
    callWaiting: true,
    callMine: true,
    confirmOnReply: false,
    panel: true,
    views: [],
    tests: {},
  };
}

const isView = (one: unknown): one is SavedView =>
  typeof one === 'object' &&
  one !== null &&
  'name' in one &&
  typeof one.name === 'string' &&
  'query' in one &&
  typeof one.query === 'string';

/** Views as the console kept them before they stood beside the rest: by themselves, with one value of each filter. */
function earlierViews(): SavedView[] {
  const found = stored('views');
  const all: { name?: unknown; filters?: object }[] = Array.isArray(found) ? found : [];
  return all.flatMap(({ name, filters }) =>
    typeof name === 'string' && filters ? { name, query: queryOf({ view: 'all', ...filters }) } : [],
  );
}

function read(found: unknown): Prefs {
  const prefs = usual();
  if (typeof found !== 'object' || found === null) return { ...prefs, views: earlierViews() };
  const kept: Partial<Prefs> = found;
  const one = <T>(value: T | undefined, among: readonly T[], other: T): T =>
    value !== undefined && among.includes(value) ? value : other;
  const either = [true, false] as const;
  return {
    language: one(kept.language, ['ja', 'en'], prefs.language),
    theme: one(kept.theme, ['auto', 'light', 'dark'], prefs.theme),
    density: one(kept.density, ['comfortable', 'compact'], prefs.density),
    sendKey: one(kept.sendKey, ['shift-enter', 'enter'], prefs.sendKey),
    letters: one(kept.letters, either, prefs.letters),
    sound: one(kept.sound, either, prefs.sound),
    notify: one(kept.notify, either, prefs.notify),
    callWaiting: one(kept.callWaiting, either, prefs.callWaiting),
    callMine: one(kept.callMine, either, prefs.callMine),
    confirmOnReply: one(kept.confirmOnReply, either, prefs.confirmOnReply),
    panel: one(kept.panel, either, prefs.panel),
    views: Array.isArray(kept.views) ? kept.views.filter(isView) : earlierViews(),
    tests: kept.tests ?? {},
  };
}

export const prefs = keptStore('prefs', read);

export function change(some: Partial<Prefs>): void {
  prefs.set({ ...prefs.get(), ...some });
}

/** Has the whole page look as the operator likes. */
export function dress(root: HTMLElement): void {
  const { theme, density, language } = prefs.get();
  root.lang = language;
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.dataset.density = density;
}

// The lists of conversations: asked for once, then kept up with what is told of each conversation.
import { data } from '@madoguchi/shared/api';
import { fold } from '@madoguchi/shared/text';
import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Conversation } from './api';
import type { Filters } from './filters';

interface ListPage {
  items: Conversation[];
  next?: string | null;
}

export type Pages = InfiniteData<ListPage>;

const PAGE = 100;

export function listQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['list', filters],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET('/v1/conversations', {
          params: { query: { ...asked(filters), cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListPage) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The client writes arrays as repeated parameters, and changes none. */
function asked({ inbox, channel, tag, status, assignee, category, ...others }: Filters) {
  return {
    ...others,
    ...(inbox && { inbox: [...inbox] }),
    ...(channel && { channel: [...channel] }),
    ...(tag && { tag: [...tag] }),
    ...(status && { status: [...status] }),
    ...(assignee && { assignee: [...assignee] }),
    ...(category && { category: [...category] }),
  };
}

/**
 * Whether a conversation that has changed belongs in a list now. What words find is the desk's to say: whatever it has
 * put in a list is found by its words.
 */
export function stays(conversation: Conversation, filters: Filters, me: string): boolean {
  const { contact, place } = conversation;
  const has = conversation.assignee.is === 'operator' ? conversation.assignee.id : null;
  const here = {
    all: true,
    unconfirmed: conversation.unconfirmed > 0,
    mine: place !== 'completed' && has === me,
    waiting: place === 'waiting',
    on_hold: place === 'on_hold',
    completed: place === 'completed',
  }[filters.view];
  const holder = { bot: ['bot'], queue: ['nobody'], operator: [has, has === me && 'me'] }[
    conversation.assignee.is
  ];
  const any = (wanted: readonly string[] | undefined, ...values: unknown[]) =>
    !wanted || wanted.some((one) => values.includes(one));
  return (
    here &&
    contact.hidden === (filters.hidden ?? false) &&
    (!filters.bookmarked || contact.bookmarked) &&
    (!filters.blocked || contact.blocked) &&
    any(filters.inbox, conversation.inbox) &&
    any(filters.channel, conversation.channel) &&
    any(filters.tag, ...contact.tags) &&
    any(filters.status, contact.response_status ?? 'none') &&
    any(filters.category, conversation.category ?? 'none') &&
    any(filters.assignee, ...holder)
  );
}

/** Whether a conversation that is not in a list belongs there, as the desk would say. */
export function belongs(conversation: Conversation, filters: Filters, me: string): boolean {
  return stays(conversation, filters, me) && (!filters.q || holds(conversation, fold(filters.q)));
}

function holds({ contact }: Conversation, folded: string): boolean {
  const texts = [contact.name, contact.account_name, contact.identity, contact.id];
  return texts.some((text) => fold(text).includes(folded));
}

/**
 * A list after a conversation has changed. One that is in the list stays, whether or not it still belongs there: whoever
 * shows the list says so; nothing vanishes under the hand.
 */
export function upsert(pages: Pages, conversation: Conversation, belongsHere: boolean): Pages {
  const there = pages.pages.some((page) => page.items.some(({ id }) => id === conversation.id));
  if (!there && !belongsHere) return pages;
  const replaced = pages.pages.map((page) => ({
    ...page,
    items: page.items.map((one) => (one.id === conversation.id ? conversation : one)),
  }));
  const [first, ...rest] = replaced;
  if (there || !first) return { ...pages, pages: replaced };
  return { ...pages, pages: [{ ...first, items: [conversation, ...first.items] }, ...rest] };
}

/** A list without the conversation, which the caller may not see any more. */
export function without(pages: Pages, id: string): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id) })),
  };
}

/** All that was fetched of a list, each once, newest activity first unless `sort` says otherwise. */
export function flat(pages: Pages | undefined, sort?: Filters['sort']): Conversation[] {
  const all = new Map(pages?.pages.flatMap((page) => page.items).map((one) => [one.id, one] as const) ?? []);
  const way = sort === 'oldest' ? -1 : 1;
  return [...all.values()].sort((a, b) => way * b.active_at.localeCompare(a.active_at));
}

/** A count as people read it: exact up to 99. */
export function short(count: number, more = count > 99): string {
  return more ? '99+' : String(count);
}

// The lists of conversations: asked for once, then kept up with what is told of each conversation.
import { data } from '@madoguchi/shared/api';
import { fold } from '@madoguchi/shared/text';
import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Conversation, type View } from './api';

/** Which conversations; every filter that is given must hold. */
export interface Filters {
  view: View;
  tag?: string;
  status?: string;
  assignee?: string;
  inbox?: string;
  q?: string;
  hidden?: boolean;
}

interface ListPage {
  items: Conversation[];
  next?: string | null;
}

export type Pages = InfiniteData<ListPage>;

const PAGE = 100;

/** The filters as the desk reads them, which takes several of a kind. */
function query({ view, q, hidden, tag, status, assignee, inbox }: Filters) {
  return {
    view,
    ...(q !== undefined && { q }),
    ...(hidden !== undefined && { hidden }),
    ...(tag !== undefined && { tag: [tag] }),
    ...(status !== undefined && { status: [status] }),
    ...(assignee !== undefined && { assignee: [assignee] }),
    ...(inbox !== undefined && { inbox: [inbox] }),
  };
}

export function listQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['list', filters],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET('/v1/conversations', {
          params: { query: { ...query(filters), cursor: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListPage) => page.next ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether a conversation belongs in a list, as the desk would say. */
export function belongs(conversation: Conversation, filters: Filters, me: string): boolean {
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
  return (
    here &&
    contact.hidden === (filters.hidden ?? false) &&
    (!filters.inbox || filters.inbox === conversation.inbox) &&
    (!filters.tag || contact.tags.includes(filters.tag)) &&
    (!filters.status || filters.status === (contact.response_status ?? 'none')) &&
    (!filters.assignee || filters.assignee === has) &&
    (!filters.q || holds(conversation, fold(filters.q)))
  );
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

/** All that was fetched of a list, each once, newest activity first. */
export function flat(pages: Pages | undefined): Conversation[] {
  const all = new Map(pages?.pages.flatMap((page) => page.items).map((one) => [one.id, one] as const) ?? []);
  return [...all.values()].sort((a, b) => b.active_at.localeCompare(a.active_at));
}

/** A count as people read it: exact up to 99. */
export function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}

// What the console holds while somebody is signed in: lists, threads, sends, the socket, and what ties them together.
import { data, Problem } from '@madoguchi/shared/api';
import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { api, type Conversation, type Done, type Outgoing } from './api';
import { forgetAttached } from './attachments';
import { Company } from './company';
import { DraftKeeper, type DraftPost, type Remote } from './draft-keeper';
import { forgetDrafts, type Mode } from './drafts';
import type { Filters } from './filters';
import { leads } from './leader';
import { belongs, type Pages, upsert, without } from './lists';
import { Live, type LiveState } from './live';
import { Outbox, type Sending } from './outbox';
import { change, prefs } from './prefs';
import { forgetReading } from './reading';
import { keptStore, store } from './store';
import { type Thread, Threads } from './threads';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => data(api.GET('/v1/me')),
  staleTime: 30_000,
  refetchInterval: 60_000,
});

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: () => data(api.GET('/v1/settings/desk')),
  staleTime: 5 * 60_000,
});

export const teamQuery = queryOptions({
  queryKey: ['team'],
  queryFn: async () => (await data(api.GET('/v1/operators'))).operators,
  staleTime: 60_000,
});

/** How many conversations each tab has, exact up to 99. What is told of conversations asks for them again. */
export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: () => data(api.GET('/v1/conversations/counts')),
  staleTime: Number.POSITIVE_INFINITY,
  // The desk's lists may take longer to know of a change than anybody waits after it.
  refetchInterval: 60_000,
});

/** What the counts count of a conversation. */
function counted({ place, unconfirmed, contact, assignee }: Conversation): string {
  return JSON.stringify([place, unconfirmed > 0, contact.hidden, assignee.is === 'operator' && assignee.id]);
}

export function conversationQuery(id: string) {
  return queryOptions({
    queryKey: ['conversation', id],
    queryFn: () => data(api.GET('/v1/conversations/{id}', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What may be sent in a conversation now; asked for again with every change of the conversation. */
export function sendingQuery(conversation: Conversation) {
  const { id, seq, active_at, phase } = conversation;
  return queryOptions({
    queryKey: ['sending', id, seq, active_at, phase.is],
    queryFn: () => data(api.GET('/v1/conversations/{id}/sending', { params: { path: { id } } })),
    staleTime: 60_000,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

/** What waits for its time in a conversation (CMP-05). */
export function scheduledQuery({ id, scheduled }: Conversation) {
  return queryOptions({
    queryKey: ['scheduled', id],
    queryFn: async () =>
      (await data(api.GET('/v1/conversations/{id}/scheduled', { params: { path: { id } } }))).items,
    enabled: scheduled > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The team's memos on the contact of a conversation (CRM-11). */
export function memosQuery(conversation: string) {
  return queryOptions({
    queryKey: ['memos', conversation],
    queryFn: async () =>
      (await data(api.GET('/v1/conversations/{id}/memos', { params: { path: { id: conversation } } }))).memos,
    staleTime: 60_000,
  });
}

export const actionsQuery = queryOptions({
  queryKey: ['actions'],
  queryFn: async () => (await data(api.GET('/v1/actions'))).actions,
  staleTime: 5 * 60_000,
});

/** What is told when a conversation has changed; `before` is what was known of it. */
export type Heard = (now: Conversation, before: Conversation | undefined) => void;

/** Changes that come together are asked for together, after this many milliseconds. */
const TOGETHER = 150;
/** More changed conversations than this at once: the lists are asked for afresh. */
const ONE_BY_ONE = 8;
const SECOND = 1000;
/** Counts are asked for so long after a change, when the desk's own lists know of it, */
const COUNT_AFTER = SECOND;
/** and no more often than this; */
const COUNT_EVERY = 4 * SECOND;
/** in a page that nobody sees, than this. */
const COUNT_HIDDEN = 15 * SECOND;
/** A tab that nobody has looked at for so long does not listen any more. */
const HIDDEN = 5 * 60 * SECOND;

/** Who signed in here last. Somebody else does not find their drafts. */
const lastOperator = keptStore('operator', (found) => (typeof found === 'string' ? found : ''));

export class Workplace {
  readonly queries = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && !(error instanceof Problem && !error.isTransient),
        refetchOnWindowFocus: false,
      },
    },
  });
  readonly threads = new Threads((conversation) => this.apply(conversation));
  readonly connection = store<LiveState>('connecting');
  /** When the connection was lost, in milliseconds; `null` while it is there. */
  readonly lostAt = store<number | null>(null);
  readonly outbox = new Outbox({
    send: (sending) => this.threads.first(sending.conversation, send(sending)),
    done: (sending, done) => this.sent(sending, done),
    lookAgain: (id) => this.threads.refresh(id),
    wroteSince: (id, seq) =>
      this.threads.get(id).timeline.rows.some((row) => row.seq > seq && row.kind === 'inbound'),
  });
  readonly drafts = new DraftKeeper(draftPost);
  readonly company = new Company((id, typing) =>
    data(api.POST('/v1/conversations/{id}/viewing', { params: { path: { id } }, body: { typing } })),
  );
  readonly #live: Live;
  readonly #heard = new Set<Heard>();
  readonly #changed = new Set<string>();
  #collect: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;
  #polls = 0;
  #count: ReturnType<typeof setTimeout> | undefined;
  #counted = 0;

  constructor(signedOut: () => void) {
    this.#live = new Live({
      ticket: async () => {
        try {
          return await data(api.POST('/v1/live/ticket'));
        } catch (error) {
          if (error instanceof Problem && error.status === 401) signedOut();
          throw error;
        }
      },
      changed: (id) => this.#note(id),
      // One's own other tabs are no company.
      viewing: (id, operator, typing) =>
        operator !== lastOperator.get() && this.company.looks(id, operator, typing),
      typing: (id, on) => this.company.types(id, on),
      missed: () => this.catchUp(),
      state: (state) => {
        this.connection.set(state);
        if (state === 'live') this.lostAt.set(null);
        else if (state === 'down' && this.lostAt.get() === null) this.lostAt.set(Date.now());
      },
      signedOut,
    });
    this.queries.getQueryCache().subscribe(({ type, query }) => {
      const error: unknown = query.state.error;
      if (type === 'updated' && error instanceof Problem && error.status === 401) signedOut();
    });
  }

  /** Somebody is signed in. The answer ends it. */
  open(operator: string): () => void {
    if (lastOperator.get() !== '' && lastOperator.get() !== operator) {
      forgetDrafts();
      forgetAttached();
      forgetReading();
      change({ views: [] });
      this.outbox.items.set([]);
    }
    lastOperator.set(operator);
    this.#live.start();
    const rest = this.drafts.start();
    // Nothing waits for it: what was kept here is shown already.
    let gone = false;
    let restPrefs = () => {};
    void import('./prefs-keeper').then(({ keepPrefs }) => {
      if (!gone) restPrefs = keepPrefs(operator);
    });
    const wake = () => {
      this.#live.wake();
      this.outbox.wake();
      void this.drafts.wake();
    };
    let asleep: ReturnType<typeof setTimeout> | undefined;
    const seen = () => {
      clearTimeout(asleep);
      if (document.hidden) {
        // Somebody has to listen for what calls; the other tabs catch up when they are looked at.
        asleep = setTimeout(() => !leads.get() && this.#live.stop(), HIDDEN);
      } else {
        this.#live.start();
        wake();
        this.recount();
      }
    };
    addEventListener('online', wake);
    addEventListener('focus', wake);
    document.addEventListener('visibilitychange', seen);
    this.#poll = setInterval(() => this.#look(), 5 * SECOND);
    return () => {
      this.#live.stop();
      rest();
      gone = true;
      restPrefs();
      clearTimeout(asleep);
      removeEventListener('online', wake);
      removeEventListener('focus', wake);
      document.removeEventListener('visibilitychange', seen);
      clearInterval(this.#poll);
      clearTimeout(this.#count);
      this.#count = undefined;
    };
  }

  /** The session is another one: the desk would close the socket of the one before as signed out. */
  renewed(): void {
    this.#live.stop();
    this.#live.start();
  }

  listen(heard: Heard): () => void {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  }

  /** Takes in what a conversation has become. */
  apply(conversation: Conversation): void {
    const { queryKey } = conversationQuery(conversation.id);
    const before =
      this.queries.getQueryData<Conversation>(queryKey) ??
      this.listed().find(({ id }) => id === conversation.id);
    if (before && before.seq > conversation.seq) return;
    this.queries.setQueryData(queryKey, conversation);
    if (conversation.preview_by === 'contact' && before?.seq !== conversation.seq) {
      this.company.wrote(conversation.id);
    }
    const me = this.queries.getQueryData(meQuery.queryKey);
    this.#lists((pages, filters) => {
      // The newest is at the very end of the oldest first: a later page brings it.
      const comes = filters.sort !== 'oldest' || !pages.pages.at(-1)?.next;
      return upsert(pages, conversation, comes && belongs(conversation, filters, me?.operator.id ?? ''));
    });
    if (conversation.scheduled > 0 || (before?.scheduled ?? 0) > 0) {
      void this.queries.invalidateQueries({ queryKey: ['scheduled', conversation.id] });
      void this.queries.invalidateQueries({ queryKey: ['calendar'] });
    }
    // A change that made no row may be one of the memos; only those on screen are asked for.
    if (before?.seq === conversation.seq) {
      void this.queries.invalidateQueries({ queryKey: ['memos', conversation.id] });
    }
    const mine = (one?: Conversation) =>
      one?.assignee.is === 'operator' && one.assignee.id === me?.operator.id;
    if (mine(before) !== mine(conversation) || before?.place !== conversation.place) {
      void this.queries.invalidateQueries({ queryKey: meQuery.queryKey });
    }
    if (!before || counted(before) !== counted(conversation)) this.recount();
    for (const heard of this.#heard) heard(conversation, before);
  }

  /** Asks for the counts soon; many changes ask once. */
  recount(): void {
    if (this.#count !== undefined) return;
    const rest = this.#counted + (document.hidden ? COUNT_HIDDEN : COUNT_EVERY) - Date.now();
    this.#count = setTimeout(
      () => {
        this.#count = undefined;
        this.#counted = Date.now();
        void this.queries.invalidateQueries({ queryKey: countsQuery.queryKey });
      },
      Math.max(COUNT_AFTER, rest),
    );
  }

  /** What is held of any list. */
  listed(): Conversation[] {
    const lists = this.queries.getQueriesData<Pages>({ queryKey: ['list'] });
    return lists.flatMap(([, pages]) => pages?.pages ?? []).flatMap((page) => page.items);
  }

  /** Takes in what a command has answered. */
  settle({ conversation, row }: Done): void {
    this.apply(conversation);
    if (row) this.threads.put(conversation.id, row);
    if (this.threads.isWatched(conversation.id)) void this.threads.refresh(conversation.id);
  }

  /** Something may have been missed: asks for all that is shown. */
  catchUp(): void {
    this.outbox.wake();
    void this.queries.invalidateQueries({ queryKey: ['list'] });
    this.recount();
    void this.queries.invalidateQueries({ queryKey: meQuery.queryKey });
    this.#watched().forEach((id) => void this.threads.refresh(id));
  }

  private sent(sending: Sending, done: Done): void {
    this.settle(done);
    if (sending.mode === 'reply' && prefs.get().confirmOnReply && done.conversation.unconfirmed > 0) {
      const params = { path: { id: sending.conversation } };
      const body = { client_id: crypto.randomUUID() };
      // If it fails, the conversation stays unconfirmed, as everybody sees.
      data(api.POST('/v1/conversations/{id}/confirm', { params, body })).then(
        (answer) => this.settle(answer),
        () => undefined,
      );
    }
  }

  #lists(change: (pages: Pages, filters: Filters) => Pages): void {
    for (const [key, pages] of this.queries.getQueriesData<Pages>({ queryKey: ['list'] })) {
      const [, filters] = key as [string, Filters];
      if (pages) this.queries.setQueryData(key, change(pages, filters));
    }
  }

  #watched(): string[] {
    const open = this.queries.getQueriesData<Conversation>({ queryKey: ['conversation'] });
    return open.map(([key]) => String(key[1])).filter((id) => this.threads.isWatched(id));
  }

  #note(id: string): void {
    this.#changed.add(id);
    this.#collect ??= setTimeout(() => {
      this.#collect = undefined;
      const ids = [...this.#changed];
      this.#changed.clear();
      if (ids.length > ONE_BY_ONE) this.catchUp();
      else ids.forEach((one) => void this.#ask(one));
    }, TOGETHER);
  }

  async #ask(id: string): Promise<void> {
    if (this.threads.isWatched(id)) return this.threads.refresh(id);
    const params = { path: { id } };
    try {
      this.apply(await data(api.GET('/v1/conversations/{id}', { params })));
    } catch (error) {
      if (error instanceof Problem && error.status === 404) this.#lists((pages) => without(pages, id));
      // Anything else: the next hint or the next look finds it.
    }
  }

  /** While the socket is down, what is shown is asked for again and again. */
  #look(): void {
    if (this.connection.get() === 'live') return;
    this.#polls += 1;
    const rarely = document.hidden ? 6 : 1;
    if (this.#polls % rarely === 0) this.#watched().forEach((id) => void this.threads.refresh(id));
    if (this.#polls % (3 * (document.hidden ? 4 : 1)) === 0) {
      void this.queries.invalidateQueries({ queryKey: ['list'] });
      this.recount();
    }
  }
}

/** Sends a reply or a note. */
function send(sending: Sending): Promise<Done> {
  const params = { path: { id: sending.conversation } };
  const client_id = sending.clientId;
  if (sending.mode === 'note') {
    const body = { client_id, text: sending.text };
    return data(api.POST('/v1/conversations/{id}/note', { params, body }));
  }
  const { text, quotesRow, complete } = sending;
  const contents = contentsOf(sending);
  const said = contents ? { contents } : { text };
  const body = { client_id, ...said, complete, ...(quotesRow && { quotes_row: quotesRow }) };
  return data(api.POST('/v1/conversations/{id}/reply', { params, body }));
}

/** What a reply holds besides words; `null` if it is words alone. */
function contentsOf({ text, files, template }: Sending): Outgoing[] | null {
  if (template) return [template];
  if (!files || files.length === 0) return null;
  const words: Outgoing[] = text === '' ? [] : [{ type: 'text', text }];
  return [...words, ...files.map(({ upload }) => ({ type: 'upload' as const, upload: upload ?? '' }))];
}

const NAMES = { reply: 'reply', note: 'internal' } as const;

const remote = (draft: { text: string; edited_at: string }): Remote => ({
  text: draft.text,
  at: Date.parse(draft.edited_at),
});

const draftPost: DraftPost = {
  async save(id, mode, { text, at }) {
    const params = { path: { id, mode: NAMES[mode] } };
    const body = { text, edited_at: new Date(at).toISOString() };
    const answer = await data(api.PUT('/v1/conversations/{id}/drafts/{mode}', { params, body }));
    return { kept: answer.kept, draft: answer.draft ? remote(answer.draft) : null };
  },
  remove(id, mode) {
    const params = { path: { id, mode: NAMES[mode] } };
    return data(api.DELETE('/v1/conversations/{id}/drafts/{mode}', { params }));
  },
  async load(id) {
    const { drafts } = await data(api.GET('/v1/conversations/{id}/drafts', { params: { path: { id } } }));
    const byMode: Partial<Record<Mode, Remote>> = {};
    for (const draft of drafts) byMode[draft.mode === 'internal' ? 'note' : 'reply'] = remote(draft);
    return byMode;
  },
  async list() {
    const { drafts } = await data(api.GET('/v1/me/drafts'));
    const replies = drafts.filter(({ mode }) => mode === 'reply');
    return Object.fromEntries(
      replies.map((one) => [one.conversation, { preview: one.preview, at: Date.parse(one.edited_at) }]),
    );
  },
};

export const WorkplaceContext = createContext<Workplace | null>(null);

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (!workplace) throw new Error('there is no workplace here');
  return workplace;
}

/** A thread, fetched when it is first looked at and kept up to date while somebody looks. */
export function useThread(id: string): Thread {
  const { threads } = useWorkplace();
  const watch = useCallback(
    (listener: () => void) => {
      const leave = threads.watch(id, listener);
      void threads.refresh(id);
      return leave;
    },
    [threads, id],
  );
  return useSyncExternalStore(watch, () => threads.get(id));
}

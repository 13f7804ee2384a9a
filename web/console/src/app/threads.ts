// The threads that were opened, kept so that going back is at once. What is fetched for one thread is fetched one after
// the other: an older answer never overwrites a newer one.
import { data, Problem } from '@madoguchi/shared/api';
import { api, type Conversation, type Row } from './api';
import {
  changed,
  EMPTY,
  merge,
  newest,
  older,
  placed,
  type Timeline,
  trimmed,
  worthKeeping,
} from './timeline';

export interface Thread {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly timeline: Timeline;
  /** Rows that are not held any more, but that the record and quotes still show. */
  readonly aside: readonly Row[];
  /** What is being fetched besides what is new. */
  readonly fetching: 'older' | 'elsewhere' | null;
}

interface Entry {
  thread: Thread;
  cursor: string | null;
  /** The end of the line of fetches. */
  line: Promise<void>;
  /** Whether a refresh stands in the line already. */
  due: boolean;
  /** The number of the row that is looked at; `null` at the end. */
  at: number | null;
  listeners: Set<() => void>;
}

/** How many threads are kept that nobody looks at. */
const KEPT = 30;
const PAGE = 50;
/** How many pages are looked through for what is missing. */
const SEARCHED = 4;
const LOADING: Thread = { state: 'loading', error: null, timeline: EMPTY, aside: [], fetching: null };

export class Threads {
  readonly #entries = new Map<string, Entry>();
  readonly #told: (conversation: Conversation) => void;

  /** `told` hears of the conversation itself whenever it comes with its changes. */
  constructor(told: (conversation: Conversation) => void) {
    this.#told = told;
  }

  get(id: string): Thread {
    return this.#entries.get(id)?.thread ?? LOADING;
  }

  /** Looks at a thread until the answer is called. */
  watch(id: string, listener: () => void): () => void {
    const entry = this.#entry(id);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      this.#forget();
    };
  }

  isKnown(id: string): boolean {
    return this.#entries.has(id);
  }

  isWatched(id: string): boolean {
    return (this.#entries.get(id)?.listeners.size ?? 0) > 0;
  }

  /** Asks what is new; the first time for the newest page. */
  refresh(id: string): Promise<void> {
    const entry = this.#entry(id);
    if (entry.due) return entry.line;
    entry.due = true;
    return this.#after(id, entry, async () => {
      entry.due = false;
      const params = { path: { id } };
      if (entry.cursor) {
        const query = { since: entry.cursor };
        const news = await data(api.GET('/v1/conversations/{id}/changes', { params: { ...params, query } }));
        this.#told(news.conversation);
        if (!news.gap) {
          entry.cursor = news.cursor;
          return { timeline: changed(entry.thread.timeline, news.rows) };
        }
      }
      const query = { limit: PAGE };
      const page = await data(api.GET('/v1/conversations/{id}/rows', { params: { ...params, query } }));
      entry.cursor = page.cursor;
      return { timeline: newest(entry.thread.timeline, page) };
    });
  }

  /** Fetches the page before the oldest row. */
  older(id: string): void {
    const entry = this.#entry(id);
    const { timeline, fetching } = entry.thread;
    const before = timeline.oldest;
    if (fetching || !timeline.more || !before) return;
    void this.#fetch(id, entry, 'older', async (into) => {
      return older(into, await this.#rows(id, { before, limit: PAGE }));
    });
  }

  /** Says which row is looked at: those around it stay, and far ones may go. `null` is the end. */
  lookAt(id: string, seq: number | null): void {
    this.#entry(id).at = seq;
  }

  /** Fetches some of what is missing behind a row's number: what stands right behind it, or right before what comes next. */
  fill(id: string, seq: number, side: 'behind' | 'before'): void {
    const entry = this.#entry(id);
    const { timeline, fetching } = entry.thread;
    const at = timeline.rows.findIndex((row) => row.seq === seq);
    const [row, next] = [timeline.rows[at], timeline.rows[at + 1]];
    if (fetching || !row || !next) return;
    void this.#fetch(id, entry, 'elsewhere', async (held) => {
      let into = held;
      let from = side === 'behind' ? row.id : next.id;
      for (let n = 0; n < SEARCHED; n += 1) {
        const query = side === 'behind' ? { after: from } : { before: from };
        const page = await this.#rows(id, { ...query, limit: PAGE });
        into = placed(into, page);
        const goesOn = side === 'behind' ? page.later && page.last : page.earlier && page.first;
        // Rows stand by their time, numbers by when they were taken: a page may hold none of those that are missing.
        if (page.rows.some((one) => one.seq > seq && one.seq < next.seq) || !goesOn) break;
        from = goesOn;
      }
      return into;
    });
  }

  /** Fetches a row with what stands around it, such as one that a link names; without it there is nothing to fetch. */
  around(id: string, row: string): Promise<void> {
    const entry = this.#entry(id);
    return this.#fetch(id, entry, 'elsewhere', async (timeline) => {
      if (timeline.rows.some((one) => one.id === row)) return timeline;
      try {
        const page = await this.#rows(id, { around: row, limit: PAGE });
        entry.at = page.rows.find((one) => one.id === row)?.seq ?? entry.at;
        return placed(timeline, page);
      } catch (error) {
        if (error instanceof Problem && (error.status === 404 || error.status === 400)) return timeline;
        throw error;
      }
    });
  }

  /** Takes in a row that a command has answered with. */
  put(id: string, row: Row): void {
    const entry = this.#entries.get(id);
    // Without the newest page it would stand alone; that page brings it.
    if (entry?.thread.state !== 'ready') return;
    this.#set(entry, { timeline: changed(entry.thread.timeline, [row]) });
  }

  /** Lets something else be done before the next fetch of a thread, such as a send that answers with its row. */
  first<T>(id: string, work: Promise<T>): Promise<T> {
    const entry = this.#entry(id);
    entry.line = Promise.all([entry.line, work.catch(() => undefined)]).then(() => undefined);
    return work;
  }

  #rows(id: string, query: { before?: string; after?: string; around?: string; limit: number }) {
    return data(api.GET('/v1/conversations/{id}/rows', { params: { path: { id }, query } }));
  }

  #fetch(
    id: string,
    entry: Entry,
    fetching: 'older' | 'elsewhere',
    work: (timeline: Timeline) => Promise<Timeline>,
  ): Promise<void> {
    this.#set(entry, { fetching });
    return this.#after(id, entry, async () => {
      try {
        return { timeline: await work(entry.thread.timeline) };
      } finally {
        this.#set(entry, { fetching: null });
      }
    });
  }

  #after(id: string, entry: Entry, work: () => Promise<Partial<Thread>>): Promise<void> {
    entry.line = entry.line.then(async () => {
      try {
        const some = await work();
        this.#set(entry, { state: 'ready', error: null, ...some });
      } catch (error) {
        // What is there stays; the next hint or poll asks again.
        this.#set(entry, { error, state: entry.cursor ? 'ready' : 'failed' });
      }
    });
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    return entry.line;
  }

  #entry(id: string): Entry {
    const there = this.#entries.get(id);
    if (there) return there;
    const entry: Entry = {
      thread: LOADING,
      cursor: null,
      line: Promise.resolve(),
      due: false,
      at: null,
      listeners: new Set(),
    };
    this.#entries.set(id, entry);
    return entry;
  }

  #set(entry: Entry, told: Partial<Thread>): void {
    const some = told.timeline ? { ...told, ...this.#trim(entry, told.timeline) } : told;
    const changes = Object.entries(some).some(
      ([name, value]) => entry.thread[name as keyof Thread] !== value,
    );
    if (!changes) return;
    entry.thread = { ...entry.thread, ...some };
    for (const listener of entry.listeners) listener();
  }

  #trim(entry: Entry, told: Timeline): Partial<Thread> {
    const { timeline, dropped } = trimmed(told, entry.at);
    if (dropped.length === 0) return {};
    return { timeline, aside: merge(entry.thread.aside, worthKeeping(dropped, timeline.rows)) };
  }

  #forget(): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return;
      if (entry.listeners.size === 0) this.#entries.delete(id);
    }
  }
}

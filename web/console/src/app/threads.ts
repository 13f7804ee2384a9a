// The threads that were opened, kept so that going back is at once. What is fetched for one thread is fetched one after
// the other: an older answer never overwrites a newer one.
import { data } from '@madoguchi/shared/api';
import { api, type Conversation, type Row } from './api';
import { changed, EMPTY, newest, older, placed, type Timeline } from './timeline';

export interface Thread {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly timeline: Timeline;
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
  listeners: Set<() => void>;
}

/** How many threads are kept that nobody looks at. */
const KEPT = 30;
const PAGE = 50;
/** How many pages are looked through for what is missing. */
const SEARCHED = 4;
const LOADING: Thread = { state: 'loading', error: null, timeline: EMPTY, fetching: null };

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
    this.#fetch(id, entry, 'older', async (into) => {
      return older(into, await this.#rows(id, { before, limit: PAGE }));
    });
  }

  /** Fetches some of what is missing behind a row's number. */
  fill(id: string, seq: number): void {
    const entry = this.#entry(id);
    const next = entry.thread.timeline.rows.find((row) => row.seq > seq);
    if (entry.thread.fetching || !next) return;
    this.#fetch(id, entry, 'elsewhere', async (timeline) => {
      let into = timeline;
      let before = next.id;
      for (let n = 0; n < SEARCHED; n += 1) {
        const page = await this.#rows(id, { before, limit: PAGE });
        into = placed(into, page);
        // Rows stand by their time, numbers by when they were taken: a page may hold none of those that are missing.
        if (page.rows.some((row) => row.seq > seq && row.seq < next.seq) || !page.more || !page.first) break;
        before = page.first;
      }
      return into;
    });
  }

  /** Fetches what stands around a row that is not held, such as one that a link names. */
  around(id: string, row: string): void {
    const entry = this.#entry(id);
    this.#fetch(id, entry, 'elsewhere', async (timeline) => {
      if (timeline.rows.some((one) => one.id === row)) return timeline;
      const behind = await this.#rows(id, { after: row, limit: PAGE / 2 });
      const last = behind.last ?? null;
      // Without any behind it, it is the newest, which is held already.
      if (!last) return timeline;
      const page = await this.#rows(id, { before: last, limit: PAGE });
      const end = behind.rows.at(-1);
      return placed(timeline, { ...page, rows: end ? [...page.rows, end] : page.rows });
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

  #rows(id: string, query: { before?: string; after?: string; limit: number }) {
    return data(api.GET('/v1/conversations/{id}/rows', { params: { path: { id }, query } }));
  }

  #fetch(
    id: string,
    entry: Entry,
    fetching: 'older' | 'elsewhere',
    work: (timeline: Timeline) => Promise<Timeline>,
  ): void {
    this.#set(entry, { fetching });
    void this.#after(id, entry, async () => {
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
      listeners: new Set(),
    };
    this.#entries.set(id, entry);
    return entry;
  }

  #set(entry: Entry, some: Partial<Thread>): void {
    entry.thread = { ...entry.thread, ...some };
    for (const listener of entry.listeners) listener();
  }

  #forget(): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) return;
      if (entry.listeners.size === 0) this.#entries.delete(id);
    }
  }
}

// The threads that were opened, kept so that going back is at once. What is fetched for one thread is fetched one after
// the other: an older answer never overwrites a newer one.
import { data } from '@madoguchi/shared/api';
import { api, type Conversation, type Row } from './api';
import { changed, EMPTY, filled, newest, older, type Timeline } from './timeline';

export interface Thread {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly timeline: Timeline;
  /** What is being fetched besides what is new. */
  readonly fetching: 'older' | 'skipped' | null;
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
    if (fetching || !timeline.more || !timeline.oldest) return;
    this.#page(id, entry, 'older', timeline.oldest, older);
  }

  /** Fetches some of what is missing in the middle. */
  fill(id: string): void {
    const entry = this.#entry(id);
    const { timeline, fetching } = entry.thread;
    const before = timeline.skipped ?? timeline.oldest;
    if (fetching || !before) return;
    this.#page(id, entry, 'skipped', before, timeline.skipped ? filled : older);
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

  #page(id: string, entry: Entry, fetching: 'older' | 'skipped', before: string, into: typeof older): void {
    this.#set(entry, { fetching });
    void this.#after(id, entry, async () => {
      try {
        const params = { path: { id }, query: { before, limit: PAGE } };
        const page = await data(api.GET('/v1/conversations/{id}/rows', { params }));
        return { timeline: into(entry.thread.timeline, page) };
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

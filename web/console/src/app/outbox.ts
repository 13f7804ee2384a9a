// What was sent and is not in the thread yet. Every send has a `client_id`: asked for again, it is done once, so that a
// lost answer is found out by asking again.
import { Problem, Unreachable } from '@madoguchi/shared/api';
import type { Done, Outgoing } from './api';
import type { Attached } from './attachments';
import type { Mode } from './drafts';
import { keptStore } from './store';

export interface Sending {
  readonly clientId: string;
  readonly conversation: string;
  readonly mode: Mode;
  readonly text: string;
  /** Files that go out with it, behind the words. */
  readonly files?: readonly Attached[];
  /** A provider template with its blanks filled in; `text` is how it reads then. */
  readonly template?: Extract<Outgoing, { type: 'template' }>;
  readonly quotesRow?: string;
  readonly complete: boolean;
  /** When it was sent off, in milliseconds. */
  readonly at: number;
  /** The newest number of the thread at that time. */
  readonly seq: number;
  /**
   * `sending`: asked once. `checking`: the answer was lost; asking again tells. `asks`: too old to go out by itself.
   * `refused`: the desk said no.
   */
  readonly state: 'sending' | 'checking' | 'asks' | 'refused';
  readonly refusal?: string;
}

/** What goes out by itself when the network is back is at most this old. */
const FRESH = 5 * 60_000;
const AGAIN = 2_000;

export interface Post {
  /** Sends, and says what came of it. */
  send(sending: Sending): Promise<Done>;
  done(sending: Sending, done: Done): void;
  /** Reads what is new in a conversation. */
  lookAgain(conversation: string): Promise<void>;
  /** Whether the contact has written since a row. */
  wroteSince(conversation: string, seq: number): boolean;
}

const isSending = (value: unknown): value is Sending =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'conversation' in value;

/** What an earlier page left: of what it was sending, nobody knows yet whether it went out. */
function read(found: unknown): readonly Sending[] {
  const all: unknown[] = Array.isArray(found) ? found : [];
  return all
    .filter(isSending)
    .map((one) => ({ ...one, state: one.state === 'sending' ? 'checking' : one.state }));
}

export class Outbox {
  readonly items = keptStore('outbox', read);
  readonly #post: Post;
  readonly #running = new Set<string>();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(post: Post) {
    this.#post = post;
  }

  add(sending: Omit<Sending, 'clientId' | 'at' | 'state'>): void {
    const one: Sending = { ...sending, clientId: crypto.randomUUID(), at: Date.now(), state: 'sending' };
    this.items.set([...this.items.get(), one]);
    void this.#run(one.conversation);
  }

  /** The operator wants it to go out after all. */
  resend(clientId: string): void {
    const one = this.items.get().find((item) => item.clientId === clientId);
    if (!one) return;
    // What was refused was not done, and its name is used up only if it was: the same name is asked for again.
    this.#change(clientId, { state: 'sending', at: Date.now(), refusal: undefined });
    void this.#run(one.conversation);
  }

  remove(clientId: string): void {
    this.items.set(this.items.get().filter((item) => item.clientId !== clientId));
  }

  /** The network is back, or the page is. */
  wake(): void {
    for (const id of new Set(this.items.get().map((item) => item.conversation))) void this.#run(id);
  }

  #change(clientId: string, some: Partial<Sending>): void {
    this.items.set(
      this.items.get().map((item) => (item.clientId === clientId ? { ...item, ...some } : item)),
    );
  }

  /** Sends what waits in one conversation, one after the other, so that the order stays. */
  async #run(conversation: string): Promise<void> {
    if (this.#running.has(conversation)) return;
    this.#running.add(conversation);
    try {
      for (;;) {
        const waits = (item: Sending) =>
          item.conversation === conversation && (item.state === 'sending' || item.state === 'checking');
        const one = this.items.get().find(waits);
        if (!one || !(await this.#one(one))) return;
      }
    } finally {
      this.#running.delete(conversation);
    }
  }

  /** Whether something is not to go out by itself any more: it is old, or the contact has written since. */
  async #isStale(one: Sending): Promise<boolean> {
    if (Date.now() - one.at > FRESH) return true;
    if (one.mode === 'note') return false;
    await this.#post.lookAgain(one.conversation);
    return this.#post.wroteSince(one.conversation, one.seq);
  }

  /** Whether the next one may follow. */
  async #one(one: Sending): Promise<boolean> {
    if (one.state === 'checking' && (await this.#isStale(one))) {
      this.#change(one.clientId, { state: 'asks' });
      return true;
    }
    try {
      const done = await this.#post.send(one);
      this.#post.done(one, done);
      this.remove(one.clientId);
      return true;
    } catch (error) {
      if (error instanceof Unreachable || (error instanceof Problem && error.isTransient)) {
        this.#change(one.clientId, { state: 'checking' });
        clearTimeout(this.#retry);
        const wait = error instanceof Problem ? (error.retryAfter ?? 0) * 1000 : 0;
        this.#retry = setTimeout(() => this.wake(), Math.max(AGAIN, wait));
        return false;
      }
      const refusal = error instanceof Problem ? (error.detail ?? error.message) : String(error);
      this.#change(one.clientId, { state: 'refused', refusal });
      return true;
    }
  }
}

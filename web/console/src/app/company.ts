// Who else is at a conversation: colleagues who look at it and write, and the contact who types. It is told over the
// socket, kept nowhere, and forgotten as soon as nobody tells it any more.
import { useSyncExternalStore } from 'react';
import { type Store, store } from './store';

/** Somebody at a conversation. */
export interface Present {
  conversation: string;
  /** Which operator; `null` is the contact. */
  operator: string | null;
  typing: boolean;
  /** When it is forgotten, in milliseconds. */
  until: number;
}

const SECOND = 1000;
/** Consoles say it again this often, in milliseconds, */
const SAY_EVERY = 5 * SECOND;
/** and are forgotten after this silence. */
const COLLEAGUE = 10 * SECOND;
/** The web messenger says every few seconds that its visitor types. */
const CONTACT = 8 * SECOND;
/** Whoever typed so long ago has stopped. */
const TYPED = 5 * SECOND;
/** Whoever has not touched the console for so long is not at it, although it is open. */
const AWAY = 3 * 60 * SECOND;
/** The desk passes on one word of an operator in a second, and drops the others. */
const GAP = 1.1 * SECOND;

const TOUCHES = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

export class Company {
  readonly #present = store<readonly Present[]>([]);
  readonly #say: (conversation: string, typing: boolean) => Promise<unknown>;
  #open: string | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #touchedAt = 0;
  #saidAt = Number.NEGATIVE_INFINITY;
  #saidTyping = false;
  #due: ReturnType<typeof setTimeout> | undefined;
  #forget: ReturnType<typeof setTimeout> | undefined;

  /** `say` tells colleagues that one looks at a conversation, and whether one types. */
  constructor(say: (conversation: string, typing: boolean) => Promise<unknown>) {
    this.#say = say;
  }

  get present(): Pick<Store<readonly Present[]>, 'get' | 'subscribe'> {
    return this.#present;
  }

  /** A colleague looks at a conversation. */
  looks(conversation: string, operator: string, typing: boolean): void {
    this.#put({ conversation, operator, typing, until: Date.now() + COLLEAGUE });
  }

  /** The contact types, or has stopped. */
  types(conversation: string, on: boolean): void {
    if (on) this.#put({ conversation, operator: null, typing: true, until: Date.now() + CONTACT });
    else this.wrote(conversation);
  }

  /** The contact's message is there: they do not type it any more. */
  wrote(conversation: string): void {
    this.#keep((one) => one.conversation !== conversation || one.operator !== null);
  }

  /** Says that one looks at a conversation, as long as somebody is at the page and until the answer is called. */
  open(conversation: string): () => void {
    this.#open = conversation;
    this.rests();
    const say = () => {
      if (!document.hidden && Date.now() - this.#touchedAt < AWAY) this.#tell();
    };
    const touch = () => {
      const wasAway = Date.now() - this.#touchedAt >= AWAY;
      this.#touchedAt = Date.now();
      if (wasAway) say();
    };
    this.#touchedAt = Date.now();
    say();
    const timer = setInterval(say, SAY_EVERY);
    for (const event of TOUCHES) document.addEventListener(event, touch, { passive: true });
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      for (const event of TOUCHES) document.removeEventListener(event, touch);
      clearTimeout(this.#due);
      this.#due = undefined;
      document.removeEventListener('visibilitychange', say);
      if (this.#open === conversation) this.#open = null;
    };
  }

  /** Something was typed into the reply of the open conversation. What it was is nobody's business. */
  typed(): void {
    this.#typedAt = Date.now();
    if (!this.#saidTyping) this.#tell();
  }

  /** What was typed is sent. */
  rests(): void {
    this.#typedAt = Number.NEGATIVE_INFINITY;
  }

  #tell(): void {
    if (this.#due !== undefined) return;
    const wait = this.#saidAt + GAP - Date.now();
    if (wait > 0) {
      this.#due = setTimeout(() => {
        this.#due = undefined;
        this.#tell();
      }, wait);
      return;
    }
    if (this.#open === null) return;
    this.#saidAt = Date.now();
    this.#saidTyping = this.#saidAt - this.#typedAt < TYPED;
    // What is lost is said again in a moment.
    this.#say(this.#open, this.#saidTyping).catch(() => undefined);
  }

  #put(present: Present): void {
    const { conversation, operator } = present;
    const others = this.#present
      .get()
      .filter((one) => one.conversation !== conversation || one.operator !== operator);
    this.#present.set([...others, present]);
    this.#await();
  }

  #keep(keeps: (one: Present) => boolean): void {
    const all = this.#present.get();
    const kept = all.filter(keeps);
    if (kept.length < all.length) this.#present.set(kept);
  }

  /** Looks again when the next one is to be forgotten. */
  #await(): void {
    clearTimeout(this.#forget);
    const next = Math.min(...this.#present.get().map(({ until }) => until));
    if (next === Number.POSITIVE_INFINITY) return;
    this.#forget = setTimeout(() => {
      const now = Date.now();
      this.#keep(({ until }) => until > now);
      this.#await();
    }, next - Date.now());
  }
}

/** Whether the contact of a conversation types. */
export function useContactTypes({ present }: Company, conversation: string): boolean {
  return useSyncExternalStore(present.subscribe, () =>
    present.get().some((one) => one.conversation === conversation && one.operator === null),
  );
}

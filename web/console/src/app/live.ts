// The socket over which the desk says what has changed. It is a hint: whoever hears one asks over HTTP, and after every
// (re)connect everything that is shown is asked for again.
import type { Schema } from '@madoguchi/shared/api';

export type LiveState = 'connecting' | 'live' | 'down';

type Event = Schema['LiveEvent'];
/** What opens a socket, and where, unless that is here. */
export type Ticket = Pick<Schema['TicketView'], 'ticket' | 'url'>;

export interface Hooks {
  /** Makes a ticket that opens one socket. */
  ticket(): Promise<Ticket>;
  /** A conversation has changed. */
  changed(conversation: string): void;
  /** A colleague looks at a conversation, and may write there. */
  viewing(conversation: string, operator: string, typing: boolean): void;
  /** The contact of a conversation types, or has stopped. */
  typing(conversation: string, on: boolean): void;
  /** Something may have been missed. */
  missed(): void;
  state(state: LiveState): void;
  /** The session has ended. */
  signedOut(): void;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Gateways close a socket over which nothing goes for ten minutes. */
const PING_EVERY = 5 * MINUTE;
/** How long a pong may take. */
const PATIENCE = 20 * SECOND;
/** Gateways close every socket after two hours. */
const RENEW_AFTER = 110 * MINUTE;
const RENEW_SPREAD = 5 * MINUTE;
/** The desk's close code for a session that has ended. */
const SIGNED_OUT = 4401;

/** How long to wait before the nth attempt, counted from 0: half a second doubling to half a minute, with full jitter. */
export function backoff(attempt: number, random: number): number {
  return Math.min(30 * SECOND, 0.5 * SECOND * 2 ** attempt) * random;
}

/** What a frame says: one thing, or several at once. */
function heard(data: unknown): Event[] {
  try {
    const event: Event = JSON.parse(String(data));
    return event.type === 'several' ? event.events : [event];
  } catch {
    return [];
  }
}

export class Live {
  readonly #hooks: Hooks;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #running = false;
  #opening = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #deaf: ReturnType<typeof setTimeout> | undefined;
  #renew: ReturnType<typeof setTimeout> | undefined;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#open();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** The page is seen again, or the network is back: no reason to wait any longer. */
  wake(): void {
    if (!this.#running || this.#socket || this.#opening) return;
    this.#attempt = 0;
    clearTimeout(this.#retry);
    void this.#open();
  }

  async #open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    if (!this.#socket) this.#hooks.state('connecting');
    try {
      const { ticket, url } = await this.#hooks.ticket();
      if (!this.#running) return;
      const address = new URL(url ?? '/v1/live', location.href);
      address.protocol = address.protocol.replace('http', 'ws');
      address.searchParams.set('ticket', ticket);
      this.#watch(new WebSocket(address));
    } catch {
      if (!this.#socket) this.#later();
    } finally {
      this.#opening = false;
    }
  }

  #watch(socket: WebSocket): void {
    socket.onopen = () => {
      // A gateway says nothing by itself: its pong tells that the socket is there.
      socket.send('{"type":"ping"}');
    };
    socket.onmessage = ({ data }) => {
      for (const event of heard(data)) {
        if (event.type === 'changed') this.#hooks.changed(event.conversation);
        else if (event.type === 'viewing')
          this.#hooks.viewing(event.conversation, event.operator, event.typing);
        else if (event.type === 'typing') this.#hooks.typing(event.conversation, event.on);
        else if (event.type === 'missed') this.#hooks.missed();
        else if (event.type === 'ready' || event.type === 'pong') this.#ready(socket);
      }
    };
    socket.onclose = ({ code }) => {
      if (code === SIGNED_OUT) {
        this.stop();
        this.#hooks.signedOut();
      } else if (socket === this.#socket || !this.#socket) {
        this.#socket = null;
        this.#later();
      }
    };
  }

  #ready(socket: WebSocket): void {
    clearTimeout(this.#deaf);
    if (socket === this.#socket) return;
    if (!this.#running) {
      socket.close();
      return;
    }
    // A new socket is open before the old one closes: nothing is missed between the two.
    this.#drop();
    this.#socket = socket;
    this.#attempt = 0;
    this.#ping = setInterval(() => this.#ask(socket), PING_EVERY);
    const spread = (2 * Math.random() - 1) * RENEW_SPREAD;
    this.#renew = setTimeout(() => void this.#open(), RENEW_AFTER + spread);
    this.#hooks.state('live');
    this.#hooks.missed();
  }

  #ask(socket: WebSocket): void {
    socket.send('{"type":"ping"}');
    this.#deaf = setTimeout(() => socket.close(), PATIENCE);
  }

  #drop(): void {
    clearInterval(this.#ping);
    clearTimeout(this.#deaf);
    clearTimeout(this.#renew);
    const old = this.#socket;
    this.#socket = null;
    if (!old) return;
    old.onclose = null;
    old.onmessage = null;
    old.close();
  }

  #later(): void {
    if (!this.#running) return;
    clearInterval(this.#ping);
    clearTimeout(this.#renew);
    clearTimeout(this.#retry);
    this.#hooks.state('down');
    const wait = backoff(this.#attempt, Math.random());
    this.#attempt += 1;
    this.#retry = setTimeout(() => void this.#open(), wait);
  }
}

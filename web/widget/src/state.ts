/**
 * What the widget knows, and how it changes: one pure function.
 *
 * The stream's numbers are the truth. Events are kept by number, whichever way they came, and what is shown is read off
 * them in order: arriving twice, late or out of order changes nothing.
 */

import type { Author, Config, Content, Saying, Status, StreamEvent } from './protocol';

/** A file on its way, as long as this page lives. */
export interface Sending {
  file: File;
  /** Shows the picture before it is sent; revoked with the page. */
  url: string;
  /** From 0 to 1. */
  done: number;
}

/** Something the visitor said that the stream does not hold yet. */
export interface Pending {
  /** The `clientMessageId`: the same at every attempt, so that it is one message. */
  id: string;
  /** When it was said, in milliseconds since 1970. */
  at: number;
  body?: Saying;
  files?: readonly Sending[];
  /** What its bubble says. */
  text: string;
  state: 'uploading' | 'queued' | 'sent' | 'failed';
  /** The code of the refusal. */
  why?: string;
}

export type Sheet = 'menu' | 'rate' | 'mail' | 'forget' | undefined;

export interface State {
  /** `new` until the visitor agrees, `barred` if this page may not show the messenger. */
  stage: 'new' | 'starting' | 'live' | 'barred';
  config?: Config;
  /** The configuration could not be had. */
  mute: boolean;
  open: boolean;
  sheet: Sheet;
  /** What went wrong with starting or with what was picked, as a code. */
  error?: string | undefined;
  /** An address for answers has just been kept. */
  saved: boolean;
  /** Counts conversations on this page: the next one begins with fields of its own. */
  life: number;
  /** The server has been out of reach for so long that it is worth saying. */
  down: boolean;
  /** The browser keeps nothing: the chat lives as long as the page. */
  volatile: boolean;
  /** Whether the first page of the stream is there. */
  loaded: boolean;
  /** By number; without a gap after `from` and up to `last`. */
  events: ReadonlyMap<number, StreamEvent>;
  from: number;
  last: number;
  /** The highest number that anybody has named. */
  newest: number;
  pending: readonly Pending[];
  /** Up to here the visitor has seen everything. */
  read: number;
}

export const initial: State = {
  stage: 'new',
  mute: false,
  open: false,
  sheet: undefined,
  saved: false,
  life: 0,
  down: false,
  volatile: false,
  loaded: false,
  events: new Map(),
  from: 0,
  last: 0,
  newest: 0,
  pending: [],
  read: 0,
};

export type Change =
  | { type: 'set'; to: Partial<State> }
  /** Holds nothing, and goes on from a number. */
  | { type: 'began'; after: number }
  | { type: 'told'; events: readonly StreamEvent[]; newest?: number }
  /** What lies before `from`, which moves back. */
  | { type: 'earlier'; events: readonly StreamEvent[]; from: number }
  | { type: 'said'; pending: Pending }
  | { type: 'changed'; id: string; to: Partial<Pending> }
  | { type: 'unsaid'; id: string };

export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case 'set':
      return { ...state, ...change.to };
    case 'began': {
      const { after } = change;
      return { ...state, events: new Map(), from: after, last: after, newest: after, loaded: false };
    }
    case 'told': {
      const events = new Map(state.events);
      let newest = Math.max(state.newest, change.newest ?? 0);
      for (const event of change.events) {
        if (event.seq > state.from) events.set(event.seq, event);
        newest = Math.max(newest, event.seq);
      }
      let { last } = state;
      while (events.has(last + 1)) last++;
      return { ...state, events, last, newest, pending: unheard(state.pending, change.events) };
    }
    case 'earlier': {
      const events = new Map(state.events);
      for (const event of change.events) if (event.seq <= state.from) events.set(event.seq, event);
      return { ...state, events, from: change.from, pending: unheard(state.pending, change.events) };
    }
    case 'said':
      return { ...state, pending: [...state.pending, change.pending] };
    case 'changed': {
      const pending = state.pending.map((p) => (p.id === change.id ? { ...p, ...change.to } : p));
      return { ...state, pending };
    }
    case 'unsaid':
      return { ...state, pending: state.pending.filter((p) => p.id !== change.id) };
  }
}

/** What is still not in the stream. A message of several files is several events: the second has `.2` after its id. */
function unheard(pending: readonly Pending[], events: readonly StreamEvent[]): readonly Pending[] {
  if (!pending.length) return pending;
  const heard = new Set(events.map((event) => event.data.clientMessageId?.split('.')[0]));
  return pending.filter((p) => !heard.has(p.id));
}

/** One message as it is shown. */
export interface Message {
  seq: number;
  at: number;
  id: string;
  author: Author;
  contents: readonly Content[];
  replyTo: string | undefined;
}

/** A line between messages: who answers, and whether it is over. */
export interface Line {
  seq: number;
  at: number;
  line: 'joined' | 'waiting' | 'ended' | 'bot';
  name: string;
}

export interface Thread {
  items: readonly (Message | Line)[];
  status: Status;
  /** Who answers; nobody while the visitor waits. */
  assignee: Author | undefined;
  waiting: boolean;
  /** Messages of ours that the visitor has not seen. */
  unread: number;
  /** The number of our last message. */
  ours: number;
}

export const isLine = (item: Message | Line): item is Line => 'line' in item;

/** Reads the conversation off the events, in the order of their numbers; nothing after a gap is shown. */
export function thread({ events, last, read }: State): Thread {
  const items: (Message | Line)[] = [];
  const gone = new Set<string>();
  let status: Status = 'open';
  let assignee: Author | undefined;
  let waiting = false;
  let unread = 0;
  let ours = 0;
  for (const seq of [...events.keys()].sort((a, b) => a - b)) {
    const event = events.get(seq);
    if (!event || seq > last) break;
    const { data, type } = event;
    const at = Date.parse(event.at);
    if (type === 'message.created' && data.messageId && data.author) {
      const contents = data.contents ?? (data.content ? [data.content] : []);
      items.push({ seq, at, id: data.messageId, author: data.author, contents, replyTo: data.replyTo });
      if (data.author.kind !== 'visitor') {
        ours = seq;
        if (seq > read) unread++;
      }
    } else if (type === 'message.deleted' && data.messageId) {
      gone.add(data.messageId);
    } else if (type === 'conversation.updated') {
      const line = (line: Line['line'], name = '') => items.push({ seq, at, line, name });
      if (data.waiting !== undefined) {
        if (data.waiting && !waiting) line('waiting');
        waiting = data.waiting;
        const { assignee: next } = data;
        if (next?.kind === 'agent' && next.id !== assignee?.id) line('joined', next.name);
        if (next?.kind === 'bot' && assignee?.kind === 'agent') line('bot');
        assignee = next ?? undefined;
      }
      if (data.status) {
        if (data.status === 'completed' && status !== 'completed') {
          line('ended');
          waiting = false;
        }
        status = data.status;
      }
    }
  }
  const shown = gone.size ? items.filter((item) => isLine(item) || !gone.has(item.id)) : items;
  return { items: shown, status, assignee, waiting, unread, ours };
}

/** The label of the button that the visitor chose of a message's, if they did. */
export function chosen(items: readonly (Message | Line)[], message: Message): string | undefined {
  for (const item of items) {
    if (isLine(item) || item.author.kind !== 'visitor' || item.replyTo !== message.id) continue;
    const label = item.contents[0]?.text;
    if (message.contents.some((c) => c.actions?.some((action) => action.label === label))) return label;
  }
  return undefined;
}

/** What the widget knows. */

import type { Author, Choice, Config, Content, Saying, Status, StreamEvent } from './protocol';

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

/** What is open: `ask` before a conversation, the others in one. */
export type Sheet = 'ask' | 'menu' | 'rate' | 'why' | 'mail' | 'end' | 'forget' | undefined;

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
  /** What has just been kept, by the word that says so: an address for answers, an enquiry. */
  saved?: 'saved' | 'asked' | undefined;
  /** An operator is typing. */
  typing: boolean;
  /** The rating that may still be explained: which message it names, and what was pressed. */
  rated?: { source: string; choice: Choice } | undefined;
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
  typing: false,
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

/** One message as it is shown. */
export interface Message {
  seq: number;
  at: number;
  id: string;
  author: Author;
  contents: readonly Content[];
  replyTo: string | undefined;
  /** The id that the visitor's browser gave it. */
  clientId: string | undefined;
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
  /** Whether a message since the end asks for a rating, or one was given. */
  asked: boolean;
}

/** Whether nobody is there to answer. */
export const isAbsent = ({ open, online }: Config) => !(open && online);

/** A conversation in which nothing was said. */
export const EMPTY: Thread = {
  items: [],
  status: 'open',
  assignee: undefined,
  waiting: false,
  unread: 0,
  ours: 0,
  asked: false,
};

/** The web messenger's protocol v1, as far as the widget speaks it. Unknown members and types are ignored. */

export interface Author {
  kind: 'visitor' | 'agent' | 'bot' | 'system';
  id?: string;
  name?: string;
  avatarUrl?: string;
}

export interface Choice {
  actionId: string;
  label: string;
  value?: string;
}

export interface Attachment {
  kind: string;
  name?: string;
  mimeType?: string;
  size?: number;
  url?: string;
  previewUrl?: string;
}

/** One bubble. Which members are there depends on `type`; one that is not known has a `fallbackText`. */
export interface Content {
  type: string;
  text?: string;
  actions?: Choice[];
  /** Whether the buttons vanish once they are answered. */
  quick?: boolean;
  attachments?: Attachment[];
  fields?: { name: string; value: string }[];
  fallbackText?: string;
}

/** An entry of the visitor's stream. `seq` is dense and begins at 1. */
export interface StreamEvent {
  seq: number;
  type: string;
  at: string;
  data: {
    messageId?: string;
    author?: Author;
    clientMessageId?: string;
    replyTo?: string;
    content?: Content;
    contents?: Content[];
    status?: Status;
    assignee?: Author | null;
    waiting?: boolean;
  };
}

export type Status = 'open' | 'ending' | 'completed';

export interface Page {
  events: StreamEvent[];
  lastSeq: number;
  hasMore: boolean;
}

export interface Limits {
  textMaxChars: number;
  uploadMaxBytes: number;
  uploadTypes: string[];
}

/** `GET /config` */
export interface Config {
  name: string;
  language: string;
  greeting: string;
  consent: string;
  privacyUrl: string | null;
  identifiedOnly: boolean;
  /** Whether rules answer. */
  bot: boolean;
  /** Whether each side is shown that the other types. */
  typing: boolean;
  /** Opening times from Monday to Sunday, each `10:00-19:00`, in this time zone. */
  hours: { timeZone: string; days: readonly (readonly string[])[] };
  open: boolean;
  opensAt: string | null;
  online: boolean;
  limits: Limits;
}

/** `POST /sessions` */
export interface Session {
  visitorToken: string;
  expiresAt: string;
  visitorId: string;
  lastSeq: number;
  ws: { url: string; protocol: string };
}

/** What the site's server signed: `mac` is over the widget's key, `externalId` and `issuedAt` (Unix seconds). */
export interface Identity {
  externalId: string;
  issuedAt: number;
  mac: string;
  name?: string;
  email?: string;
}

/** What a visitor says, without its `clientMessageId`. */
export type Saying =
  | { type: 'text'; text: string }
  | { type: 'attachment'; attachments: { uploadId: string }[]; text?: string }
  | {
      type: 'action';
      action: { sourceMessageId: string; actionId: string; value?: string; label: string; comment?: string };
    }
  | { type: 'enquiry'; enquiry: Enquiry };

/** What somebody leaves for people when nobody is there. */
export interface Enquiry {
  name?: string;
  email: string;
  text: string;
}

/** What the server sends over the socket. */
export type Frame =
  | { op: 'ready'; lastSeq: number; resume: 'delta' | 'reset'; heartbeatMs: number }
  | { op: 'event'; event: StreamEvent }
  | { op: 'signal'; type: string; data: { state?: 'on' | 'off' } }
  | { op: 'pong'; n: number; lastSeq?: number };

import { connect, type Schema } from '@madoguchi/shared/api';
import { prefs } from './prefs';

export const api = connect(() => prefs.get().language);

export type Conversation = Schema['ConversationView'];
export type Contact = Schema['ContactView'];
export type Row = Schema['RowView'];
export type Inbound = Extract<Row, { kind: 'inbound' }>;
export type Outbound = Extract<Row, { kind: 'outbound' }>;
export type Content = Schema['Content'];
export type Desk = Schema['DeskView'];
export type Inbox = Schema['InboxView'];
export type Me = Schema['Me'];
export type Colleague = Schema['Colleague'];
export type Presence = Schema['Presence'];
export type Channel = Schema['ChannelKind'];
export type Done = Schema['Done'];
export type Outgoing = Schema['Outgoing'];
export type Scheduled = Schema['ScheduledView'];
export type ActionStep = Schema['ActionStep'];
export type Memo = Schema['MemoView'];
export type View = 'all' | 'unconfirmed' | 'mine' | 'waiting' | 'on_hold' | 'completed';

/** What a channel can carry (CHN-12), as far as the console asks. */
export interface Capabilities {
  text: { max: number; unit: 'utf16' | 'scalars' | 'bytes' };
  quotes: boolean;
  delivered: boolean;
  read: boolean;
  window: { hours: number; human_hours: number; templates: boolean } | null;
}

export function capabilities(inbox: Inbox | undefined): Capabilities | undefined {
  // The document calls it an object: its fields are those of `channels::Capabilities`.
  return inbox?.capabilities as Capabilities | undefined;
}

import type { Conversation, Row } from '../src/app/api';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 1, minute)).toISOString();

/** A message of the contact. */
export function inbound(seq: number, text = `message ${seq}`, minute = seq): Row {
  return {
    kind: 'inbound',
    id: `row-${seq}`,
    seq,
    at: at(minute),
    event: 'message',
    author_name: 'Mei',
    contents: [{ type: 'text', text }],
    message: `m${seq}`,
    emoji: [],
    hidden: false,
    withdrawn: false,
  };
}

/** A reply of an operator. */
export function outbound(seq: number, operator = 'op-1', minute = seq): Row {
  return {
    kind: 'outbound',
    id: `row-${seq}`,
    seq,
    at: at(minute),
    author: { is: 'operator', id: operator },
    author_name: 'Ken',
    contents: [{ type: 'text', text: `reply ${seq}` }],
    messages: [`m${seq}`],
    delivery: { state: 'sent' },
    also: [],
  };
}

/** A conversation that `op-1` has. */
export function conversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return {
    id,
    inbox: 'line-main',
    channel: 'line',
    contact: {
      id: `contact-${id}`,
      name: 'Mei',
      account_name: 'Mei',
      identity: `U${id}`,
      tags: [],
      fields: {},
      blocked: false,
      bookmarked: false,
      hidden: false,
      unreachable: false,
      since: at(0),
    },
    place: 'people',
    phase: { is: 'open' },
    assignee: { is: 'operator', id: 'op-1' },
    assignee_name: 'Ken',
    waiting_for: 'us',
    seq: 1,
    unconfirmed: 0,
    preview: '',
    active_at: at(1),
    since: at(0),
    answered: false,
    automation_stopped: false,
    scheduled: 0,
    receipts: { delivered: 0, read: 0 },
    last_failed: false,
    ...change,
  };
}

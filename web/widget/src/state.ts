/**
 * How what the widget knows changes with what was said: one pure function.
 *
 * The stream's numbers are the truth. Events are kept by number, whichever way they came, and what is shown is read off
 * them in order: arriving twice, late or out of order changes nothing.
 */

import type { Line, Message, Pending, State, Thread } from './model';
import type { Author, Content, Status, StreamEvent } from './protocol';

export type Change =
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

export const isLine = (item: Message | Line): item is Line => 'line' in item;

/** Whether a message asks for a rating. */
export const isRating = (contents: readonly Content[]) =>
  contents.some(
    ({ actions }) => actions?.length && actions.every((it) => it.actionId.startsWith('mdg.rate.')),
  );

/** Reads the conversation off the events, in the order of their numbers; nothing after a gap is shown. */
export function thread({ events, last, read }: State): Thread {
  const items: (Message | Line)[] = [];
  const gone = new Set<string>();
  let status: Status = 'open';
  let assignee: Author | undefined;
  let waiting = false;
  let unread = 0;
  let ours = 0;
  let asked = false;
  for (const seq of [...events.keys()].sort((a, b) => a - b)) {
    const event = events.get(seq);
    if (!event || seq > last) break;
    const { data, type } = event;
    const at = Date.parse(event.at);
    if (type === 'message.created' && data.messageId && data.author) {
      const contents = data.contents ?? (data.content ? [data.content] : []);
      const { messageId: id, author, replyTo, clientMessageId: clientId } = data;
      items.push({ seq, at, id, author, contents, replyTo, clientId });
      if (data.author.kind !== 'visitor') {
        ours = seq;
        if (seq > read) unread++;
      }
      asked ||= status === 'completed' && (isRating(contents) || /^[1-5]$/.test(contents[0]?.text ?? ''));
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
          asked = false;
          waiting = false;
        }
        status = data.status;
      }
    }
  }
  const shown = gone.size ? items.filter((item) => isLine(item) || !gone.has(item.id)) : items;
  return { items: shown, status, assignee, waiting, unread, ours, asked };
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initial, type Message, type Pending, type State } from '../src/model';
import type { StreamEvent } from '../src/protocol';
import { type Change, chosen, isLine, reduce, thread } from '../src/state';

const message = (
  seq: number,
  kind: 'visitor' | 'bot' | 'agent',
  text = `${kind} ${seq}`,
  more = {},
): StreamEvent => ({
  seq,
  type: 'message.created',
  at: `2026-11-22T10:00:${String(seq % 60).padStart(2, '0')}.000Z`,
  data: { messageId: `msg_${seq}`, author: { kind, id: kind }, content: { type: 'text', text }, ...more },
});
const turn = (seq: number, data: StreamEvent['data']): StreamEvent => ({
  seq,
  type: 'conversation.updated',
  at: '2026-11-22T10:00:00.000Z',
  data,
});
const told = (...events: StreamEvent[]): Change => ({ type: 'told', events });
const after = (...changes: Change[]): State => changes.reduce(reduce, initial);
const texts = (state: State) =>
  thread(state).items.map((item) =>
    isLine(item) ? `-- ${item.line}` : item.contents.map((c) => c.text).join('+'),
  );
const pending = (id: string, more: Partial<Pending> = {}): Pending => ({
  id,
  at: 0,
  text: id,
  state: 'queued',
  ...more,
});

/** A conversation in which everything happens. */
const STREAM: StreamEvent[] = [
  message(1, 'visitor', 'hello', { clientMessageId: 'a' }),
  message(2, 'bot', 'which?', {
    content: { type: 'choice', text: 'which?', actions: [{ actionId: 'x', label: 'X' }], quick: true },
  }),
  message(3, 'visitor', 'X', { replyTo: 'msg_2', clientMessageId: 'b' }),
  turn(4, { assignee: null, waiting: true }),
  turn(5, { assignee: { kind: 'agent', id: 'op_1', name: 'Ken' }, waiting: false }),
  message(6, 'agent', 'hi'),
  { seq: 7, type: 'message.deleted', at: '2026-11-22T10:00:00.000Z', data: { messageId: 'msg_1' } },
  { seq: 8, type: 'of.a.later.protocol', at: '2026-11-22T10:00:00.000Z', data: {} },
  turn(9, { status: 'ending' }),
  turn(10, { status: 'completed' }),
  message(11, 'bot', 'bye'),
];

describe('the stream', () => {
  /** F-32, THR-11: the socket is a hint; however events come, one and the same conversation comes of them. */
  test('any order, any repeats and any pieces give one conversation', () => {
    const whole = after(told(...STREAM));
    const piece = fc.array(fc.integer({ min: 0, max: STREAM.length - 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        let state: State = initial;
        for (const numbers of pieces) {
          const before = state.last;
          state = reduce(state, told(...numbers.flatMap((n) => STREAM[n] ?? [])));
          expect(state.last).toBeGreaterThanOrEqual(before);
          // What is shown never runs ahead of a gap.
          expect(thread(state).items.every((item) => item.seq <= state.last)).toBe(true);
        }
        state = reduce(state, { type: 'told', events: STREAM, newest: 11 });
        expect(thread(state)).toEqual(thread(whole));
        expect([state.last, state.newest]).toEqual([11, 11]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a gap is noticed, and what lies behind it waits', () => {
    const state = after(told(message(1, 'bot')), told(message(4, 'bot')));
    expect([state.last, state.newest, texts(state)]).toEqual([1, 4, ['bot 1']]);
    expect(texts(reduce(state, told(message(3, 'bot'), message(2, 'bot'))))).toEqual([
      'bot 1',
      'bot 2',
      'bot 3',
      'bot 4',
    ]);
  });

  test('what is older comes before, and what was seen stays seen', () => {
    const begun = after({ type: 'began', after: 8 }, told(...STREAM.slice(8)));
    const state = reduce(begun, { type: 'earlier', events: STREAM.slice(0, 8), from: 0 });
    expect(texts(begun)).toEqual(['-- ended', 'bye']);
    expect(texts(state)).toEqual(texts(after(told(...STREAM))));
    // An event from before the beginning is not let in by the way.
    expect(reduce(begun, told(message(3, 'bot'))).events.has(3)).toBe(false);
  });

  test('a server that was put back to an earlier time is believed', () => {
    const state = after(told(...STREAM), { type: 'began', after: 2 }, told(message(3, 'bot', 'new three')));
    expect(texts(state)).toEqual(['new three']);
    expect(state.loaded).toBe(false);
  });

  test('people come and go in lines, each said once', () => {
    const lines = thread(after(told(...STREAM))).items.filter(isLine);
    expect(lines.map(({ line, name }) => [line, name])).toEqual([
      ['waiting', ''],
      ['joined', 'Ken'],
      ['ended', ''],
    ]);
    const twice = after(
      told(turn(1, { assignee: null, waiting: true }), turn(2, { assignee: null, waiting: true })),
    );
    expect(thread(twice).items).toHaveLength(1);
    const back = after(told(...STREAM.slice(0, 6), turn(7, { assignee: { kind: 'bot' }, waiting: false })));
    expect(thread(back).items.at(-1)).toMatchObject({ line: 'bot' });
  });

  test('unread are messages of ours beyond what was seen', () => {
    const state = { ...after(told(...STREAM)), read: 2 };
    expect(thread(state)).toMatchObject({ unread: 2, ours: 11, status: 'completed' });
    expect(thread({ ...state, read: 11 }).unread).toBe(0);
  });

  test('the chosen button is known from the answer', () => {
    const { items } = thread(after(told(...STREAM)));
    const choice = items.find((item): item is Message => !isLine(item) && item.id === 'msg_2');
    expect(choice && chosen(items, choice)).toBe('X');
    const other = thread(
      after(told(...STREAM.slice(0, 2), message(3, 'visitor', 'Y', { replyTo: 'msg_2' }))),
    ).items;
    expect(choice && chosen(other, choice)).toBeUndefined();
  });
});

describe('what the visitor said', () => {
  /** INV-22: the stream and the answer may come in either order; the message is there once. */
  test('gives way to its event, whichever comes first', () => {
    const said: Change = { type: 'said', pending: pending('a') };
    const taken: Change = { type: 'changed', id: 'a', to: { state: 'sent' } };
    const event = told(...STREAM.slice(0, 1));
    expect(after(said, taken).pending).toMatchObject([{ id: 'a', state: 'sent' }]);
    for (const order of [
      [said, taken, event],
      [said, event, taken],
    ]) {
      const state = after(...order);
      expect([state.pending, texts(state)]).toEqual([[], ['hello']]);
    }
  });

  test('of several files is one message', () => {
    const file = message(1, 'visitor', '', { clientMessageId: 'a.2' });
    expect(after({ type: 'said', pending: pending('a') }, told(file)).pending).toEqual([]);
  });

  test('keeps its order and its id when it is sent again', () => {
    const state = after(
      { type: 'said', pending: pending('a') },
      { type: 'said', pending: pending('b') },
      { type: 'changed', id: 'a', to: { state: 'failed', why: 'too_large' } },
      { type: 'changed', id: 'a', to: { state: 'queued' } },
    );
    expect(state.pending.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
    ]);
    expect(reduce(state, { type: 'unsaid', id: 'a' }).pending.map(({ id }) => id)).toEqual(['b']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Capabilities } from '../src/app/api';
import { meaning } from '../src/screens/inbox/composer/keys';
import { events } from '../src/screens/inbox/composer/rewriting';
import { situation, windowClosesAt } from '../src/screens/inbox/composer/situation';
import { conversation, inbound, outbound } from './make';

const key = (change: Partial<KeyboardEvent>) => ({
  key: 'Enter',
  code: 'Enter',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
  ...change,
});

describe('the key that sends', () => {
  it('is the one that the operator has chosen', () => {
    expect(meaning(key({ shiftKey: true }), 'shift-enter', false)).toBe('send');
    expect(meaning(key({}), 'shift-enter', false)).toBeNull();
    expect(meaning(key({}), 'enter', false)).toBe('send');
    expect(meaning(key({ shiftKey: true }), 'enter', false)).toBeNull();
  });

  it('always is Ctrl or ⌘ with Enter', () => {
    for (const sendKey of ['shift-enter', 'enter'] as const) {
      expect(meaning(key({ ctrlKey: true }), sendKey, false)).toBe('send');
      expect(meaning(key({ metaKey: true }), sendKey, true)).toBe('send');
      expect(meaning(key({ ctrlKey: true, shiftKey: true }), sendKey, false)).toBe('send-and-complete');
    }
  });

  it('never works while an input method composes', () => {
    for (const press of [
      {},
      { shiftKey: true },
      { ctrlKey: true },
      { code: 'KeyJ', key: 'j', ctrlKey: true },
    ]) {
      for (const sendKey of ['shift-enter', 'enter'] as const) {
        expect(meaning(key({ ...press, isComposing: true }), sendKey, false)).toBeNull();
        expect(meaning(key({ ...press, keyCode: 229 }), sendKey, false)).toBeNull();
      }
    }
  });

  it('is not Enter on a touch screen', () => {
    expect(meaning(key({}), 'enter', true)).toBeNull();
  });
});

describe('what may be said', () => {
  const now = Date.parse('2026-11-22T02:00:00Z');
  const is = (change: Parameters<typeof conversation>[1], closesAt: string | null = null) =>
    situation(conversation('c1', change), 'op-1', closesAt, now).is;

  it('follows the state of the conversation', () => {
    expect(is({})).toBe('free');
    expect(is({ phase: { is: 'on_hold' } })).toBe('free');
    expect(is({ phase: { is: 'completed', at: '2026-11-22T01:00:00Z' } })).toBe('completed');
    expect(is({ phase: { is: 'ending', closes_at: '2026-11-22T02:05:00Z' } })).toBe('ending');
    expect(is({ assignee: { is: 'operator', id: 'op-2' } })).toBe('not-mine');
    expect(is({ assignee: { is: 'bot' } })).toBe('not-mine');
    expect(is({ contact: { ...conversation('c1').contact, blocked: true } })).toBe('blocked');
  });

  it('ends with the messaging window', () => {
    expect(is({}, '2026-11-22T01:59:59Z')).toBe('window-closed');
    expect(is({}, '2026-11-22T02:00:01Z')).toBe('free');
    const carries = { window: { hours: 24, human_hours: 24, templates: true } } as Capabilities;
    const rows = [inbound(1, 'hello', 0), outbound(2)];
    expect(windowClosesAt(rows, carries)).toBe('2026-11-23T01:00:00.000Z');
    expect(windowClosesAt(rows, { ...carries, window: null })).toBeNull();
    expect(windowClosesAt([outbound(2)], carries)).toBeNull();
  });
});

describe('a stream of a rewrite', () => {
  async function read(pieces: string[]): Promise<unknown[]> {
    const body = new ReadableStream<Uint8Array>({
      start(control) {
        for (const piece of pieces) control.enqueue(new TextEncoder().encode(piece));
        control.close();
      },
    });
    const told: unknown[] = [];
    for await (const event of events(body)) told.push(event);
    return told;
  }

  it('is read however it is cut', async () => {
    const whole =
      ': alive\n\nevent: delta\ndata: {"type":"delta","text":"お待"}\n\nevent: done\ndata: {"type":"done","text":"お待ち","replacement":"お待ち"}\n\n';
    const expected = [
      { type: 'delta', text: 'お待' },
      { type: 'done', text: 'お待ち', replacement: 'お待ち' },
    ];
    expect(await read([whole])).toEqual(expected);
    expect(await read([...whole])).toEqual(expected);
  });
});

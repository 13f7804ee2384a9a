import { describe, expect, it } from 'vitest';
import { MOST_BYTES, misfit } from '../src/app/attachments';
import { moved } from '../src/parts/sortable';
import { meaning } from '../src/screens/inbox/composer/keys';
import { events } from '../src/screens/inbox/composer/rewriting';
import { preset } from '../src/screens/inbox/composer/schedule-times';
import { situation } from '../src/screens/inbox/composer/situation';
import { again, blanks } from '../src/screens/inbox/composer/words';
import { conversation } from './make';

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
  const is = (change: Parameters<typeof conversation>[1]) =>
    situation(conversation('c1', change), 'op-1', now).is;
  const window = (open: boolean, closes_at: string | null) => ({
    window: { open, closes_at, templates: true },
  });

  it('follows the state of the conversation', () => {
    expect(is({})).toBe('free');
    expect(is({ phase: { is: 'on_hold' } })).toBe('free');
    expect(is({ phase: { is: 'completed', at: '2026-11-22T01:00:00Z' } })).toBe('completed');
    expect(is({ phase: { is: 'ending', closes_at: '2026-11-22T02:05:00Z' } })).toBe('ending');
    expect(is({ assignee: { is: 'operator', id: 'op-2' } })).toBe('not-mine');
    expect(is({ assignee: { is: 'bot' } })).toBe('not-mine');
    expect(is({ contact: { ...conversation('c1').contact, blocked: true } })).toBe('blocked');
  });

  it('ends with the messaging window, which closes by itself', () => {
    expect(is(window(true, '2026-11-22T02:00:01Z'))).toBe('free');
    expect(is(window(true, '2026-11-22T01:59:59Z'))).toBe('window-closed');
    expect(is(window(false, null))).toBe('window-closed');
    expect(is({ window: null })).toBe('free');
  });
});

describe('times to schedule for', () => {
  const tokyo = 'Asia/Tokyo';
  const saturday = Date.parse('2026-11-21T20:03:00+09:00');

  it('are on the clocks of the desk', () => {
    expect(preset('hour', saturday, tokyo)).toBe('2026-11-21T21:05');
    expect(preset('tomorrow', saturday, tokyo)).toBe('2026-11-22T09:00');
    expect(preset('monday', saturday, tokyo)).toBe('2026-11-23T09:00');
    expect(preset('monday', Date.parse('2026-11-23T08:00:00+09:00'), tokyo)).toBe('2026-11-30T09:00');
  });

  it('have not passed', () => {
    expect(preset('evening', saturday, tokyo)).toBeNull();
    expect(preset('evening', Date.parse('2026-11-21T12:00:00+09:00'), tokyo)).toBe('2026-11-21T18:00');
  });
});

describe('words', () => {
  it('are parted from their blanks', () => {
    expect(blanks('{{customer}}様、{{field:予約日}}')).toEqual([
      { text: '{{customer}}', blank: true },
      { text: '様、', blank: false },
      { text: '{{field:予約日}}', blank: true },
    ]);
  });

  it('are given again as they were; what the desk keeps itself is an upload', () => {
    const url = (url: string) => ({ type: 'media', kind: 'image', source: { at: 'url', url } }) as const;
    expect(again({ type: 'text', text: 'a' })).toEqual({ type: 'text', text: 'a' });
    expect(again(url('https://desk.example/files/out_0a1b'))).toEqual({ type: 'upload', upload: 'out_0a1b' });
    expect(again(url('https://elsewhere.example/a.png'))).toMatchObject({ type: 'image' });
    expect(again({ type: 'sticker', id: '1' })).toBeNull();
  });
});

describe('files', () => {
  it('are looked at before they are uploaded', () => {
    expect(misfit({ type: 'image/png', size: 1 })).toBeNull();
    expect(misfit({ type: 'image/heic', size: 1 })).toBe('type');
    expect(misfit({ type: 'text/html', size: 1 })).toBe('type');
    expect(misfit({ type: 'application/pdf', size: MOST_BYTES + 1 })).toBe('size');
    expect(misfit({ type: 'image/png', size: 0 })).toBe('empty');
  });

  it('are put in order by moving one', () => {
    expect(moved(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b']);
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

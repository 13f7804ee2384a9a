import { describe, expect, it } from 'vitest';
import { isPressed } from '../src/app/actions';
import { calls } from '../src/app/notify';
import { conversation } from './make';

const key = (change: Partial<KeyboardEvent>) => ({
  key: 'u',
  code: 'KeyU',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 85,
  ...change,
});

describe('single keys', () => {
  it('are known by their place, which an input method does not hide', () => {
    expect(isPressed({ code: 'KeyU' }, key({ key: 'Process' }))).toBe(true);
    expect(isPressed({ code: 'KeyU' }, key({ key: 'Process', keyCode: 229 }))).toBe(false);
    expect(isPressed({ key: '?' }, key({ key: '?', code: 'Slash', shiftKey: true }))).toBe(true);
  });

  it('never come with Ctrl, Alt or ⌘', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey'] as const) {
      expect(isPressed({ code: 'KeyU' }, key({ [held]: true }))).toBe(false);
    }
    expect(isPressed({ code: 'KeyU' }, key({ shiftKey: true }))).toBe(false);
  });
});

describe('pairs of keys', () => {
  it('are the second key after the first, and nothing else is', () => {
    const pair = { code: 'KeyI', after: 'KeyG' };
    const i = key({ key: 'i', code: 'KeyI' });
    expect(isPressed(pair, i, 'KeyG')).toBe(true);
    expect(isPressed(pair, i)).toBe(false);
    expect(isPressed({ code: 'KeyI' }, i, 'KeyG')).toBe(false);
  });
});

describe('a call', () => {
  const at = '2026-11-22T01:00:00Z';
  const now = Date.parse(at) + 1000;
  const mine = (unconfirmed: number) => conversation('c1', { unconfirmed, active_at: at });
  const waits = conversation('c1', { place: 'waiting', assignee: { is: 'queue', since: at }, active_at: at });

  it('is a message to this operator, or somebody who begins to wait', () => {
    expect(calls(mine(1), mine(0), 'op-1', now)).toBe('mine');
    expect(calls(mine(1), mine(1), 'op-1', now)).toBeNull();
    expect(calls(mine(1), mine(0), 'op-2', now)).toBeNull();
    expect(calls(waits, mine(0), 'op-2', now)).toBe('waiting');
    expect(calls(waits, waits, 'op-2', now)).toBeNull();
  });

  it('is no news after a minute', () => {
    expect(calls(waits, undefined, 'op-1', now + 60_000)).toBeNull();
  });
});

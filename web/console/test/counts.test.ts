import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../src/app/api';
import { countsQuery, Workplace } from '../src/app/desk';
import { conversation } from './make';

const NONE = { count: 0, more: false };
const COUNTS = { all: NONE, unconfirmed: NONE, mine: NONE, waiting: NONE, on_hold: NONE, completed: NONE };

/** A workplace whose counts are on screen, and how often it has asked for them. */
async function play() {
  const get = vi.spyOn(api, 'GET').mockResolvedValue({ data: COUNTS, response: new Response() });
  const workplace = new Workplace(() => undefined);
  const { refetchInterval: _, ...options } = countsQuery;
  const leave = new QueryObserver(workplace.queries, options).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  const count = () =>
    (get.mock.calls as unknown[][]).filter(([path]) => path === '/v1/conversations/counts').length;
  return { workplace, count, leave };
}

describe('counts', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('are asked for after a change, and every few seconds at most', async () => {
    const { workplace, count, leave } = await play();
    expect(count()).toBe(1);
    for (let seq = 1; seq <= 20; seq += 1) {
      workplace.apply(conversation(`c${seq}`, { unconfirmed: 1 }));
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(count()).toBe(2);
    await vi.advanceTimersByTimeAsync(4000);
    expect(count()).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count()).toBe(3);
    leave();
  });

  it('are not asked for when nothing changes that they count', async () => {
    const { workplace, count, leave } = await play();
    workplace.apply(conversation('c1', { seq: 1, unconfirmed: 1 }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count()).toBe(2);
    workplace.apply(conversation('c1', { seq: 2, unconfirmed: 2 }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count()).toBe(2);
    workplace.apply(conversation('c1', { seq: 3, unconfirmed: 0 }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(count()).toBe(3);
    leave();
  });
});

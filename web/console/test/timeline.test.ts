import { describe, expect, it } from 'vitest';
import type { Row } from '../src/app/api';
import { changed, EMPTY, gaps, merge, newest, older, placed, type Timeline } from '../src/app/timeline';
import { inbound, outbound } from './make';

const seqs = (timeline: Timeline) => timeline.rows.map(({ seq }) => seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => inbound(from + n));
const page = (from: number, to: number, more = from > 1) => ({
  rows: range(from, to),
  first: `row-${from}`,
  more,
});

describe('a timeline', () => {
  it('is in order of number, each once, whatever comes when', () => {
    const told = changed(newest(EMPTY, page(4, 6)), [inbound(8), inbound(7), inbound(5)]);
    expect(seqs(told)).toEqual([4, 5, 6, 7, 8]);
  });

  it('keeps what was told last of a row', () => {
    const sent = outbound(1);
    const read: Row = { ...sent, delivery: { state: 'read' } } as Row;
    expect(changed(changed(EMPTY, [sent]), [read]).rows).toEqual([read]);
  });

  it('does not change when nothing is new', () => {
    const timeline = newest(EMPTY, page(1, 3));
    expect(changed(timeline, [])).toBe(timeline);
  });

  it('shows a hole, fills it page by page, and closes it', () => {
    // 11 to 30 went by while nobody listened.
    const hole = newest(newest(EMPTY, page(1, 10)), page(31, 40));
    expect(gaps(hole.rows)).toEqual([10]);
    const half = placed(hole, page(21, 30));
    expect(gaps(half.rows)).toEqual([10]);
    const whole = placed(half, page(11, 20));
    expect(seqs(whole)).toEqual(seqs({ ...EMPTY, rows: range(1, 40) }));
    expect(whole.oldest).toBe('row-1');
  });

  it('holds what stands around an old message, with a hole up to the newest page', () => {
    const jumped = placed(newest(EMPTY, page(91, 100)), page(21, 40));
    expect(gaps(jumped.rows)).toEqual([40]);
    expect(jumped.oldest).toBe('row-21');
    const both = placed(placed(jumped, page(61, 70)), page(11, 20));
    expect(gaps(both.rows)).toEqual([40, 70]);
    expect(both.oldest).toBe('row-11');
  });

  it('goes back from the oldest row, not from the newest page', () => {
    const timeline = older(newest(newest(EMPTY, page(11, 20)), page(21, 30)), page(1, 10));
    expect(seqs(timeline)).toEqual(seqs({ ...EMPTY, rows: range(1, 30) }));
    expect(timeline.more).toBe(false);
    expect(timeline.oldest).toBe('row-1');
  });

  it('is one and the same for every interleaving of pages and hints', () => {
    let seed = 42;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    for (let run = 0; run < 100; run += 1) {
      const pieces: Row[][] = [];
      for (let from = 1; from <= 60; ) {
        const to = Math.min(60, from + random(9));
        pieces.push(range(from, to));
        if (random(3) === 0) pieces.push(range(from, to));
        from = to + 1;
      }
      let rows: readonly Row[] = [];
      while (pieces.length > 0) rows = merge(rows, pieces.splice(random(pieces.length), 1)[0] ?? []);
      expect(rows).toEqual(range(1, 60));
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Row } from '../src/app/api';
import {
  changed,
  EMPTY,
  gaps,
  merge,
  newest,
  older,
  type Page,
  placed,
  type Timeline,
  trimmed,
  worthKeeping,
} from '../src/app/timeline';
import { inbound, outbound } from './make';

const seqs = (timeline: Timeline) => timeline.rows.map(({ seq }) => seq);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => inbound(from + n));
const page = (from: number, to: number, earlier = from > 1): Page => ({
  rows: range(from, to),
  first: `row-${from}`,
  earlier,
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

  it('lets go of what is far from where it is looked at, never of the newest', () => {
    const whole = newest(EMPTY, page(1, 1000));
    const { timeline, dropped } = trimmed(whole, 500);
    expect(gaps(timeline.rows)).toEqual([700 - 1]);
    expect(seqs(timeline)[0]).toBe(300);
    expect(seqs(timeline).at(-1)).toBe(1000);
    expect(timeline).toMatchObject({ oldest: 'row-300', more: true });
    expect(merge(timeline.rows, dropped)).toEqual(whole.rows);
    const end = trimmed(whole, null).timeline;
    expect([seqs(end)[0], gaps(end.rows)]).toEqual([601, []]);
    expect(trimmed(newest(EMPTY, page(1, 600)), 1).dropped).toEqual([]);
  });

  it('keeps what the record shows of rows that it lets go of: files, ends with what begins behind them, quotes', () => {
    const end = { kind: 'system', id: 'row-2', seq: 2, at: '', text: '', line: { is: 'ended' } } as never;
    const file = {
      ...inbound(5),
      contents: [{ type: 'media', kind: 'image', source: { at: 'upload', id: 'a' } }],
    } as Row;
    const dropped = [inbound(1), end, inbound(3), inbound(4), file, inbound(6), outbound(7)];
    const kept = [{ ...inbound(8), quotes: 'm7' } as Row];
    expect(worthKeeping(dropped, kept).map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 7]);
  });

  it('is whole, or says where it is not, whatever is fetched, jumped to and let go of', () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const ALL = 3000;
    for (let run = 0; run < 40; run += 1) {
      let timeline = newest(EMPTY, page(ALL - 49, ALL));
      for (let turn = 0; turn < 60; turn += 1) {
        const held = timeline.rows;
        const gap = gaps(held)[0];
        const doing = random(4);
        let at: number | null = null;
        if (doing === 0 && timeline.more) {
          const before = Number(timeline.oldest?.slice(4));
          timeline = older(timeline, page(Math.max(1, before - 50), before - 1));
          at = before;
        } else if (doing === 1) {
          const from = 1 + random(ALL - 50);
          timeline = placed(timeline, page(from, from + 49));
          at = from + 25;
        } else if (gap !== undefined) {
          const next = held.find(({ seq }) => seq > gap)?.seq ?? ALL;
          const some = doing === 2 ? page(gap + 1, gap + 50) : page(Math.max(1, next - 50), next - 1);
          timeline = placed(timeline, some);
          at = doing === 2 ? gap : next;
        }
        timeline = trimmed(timeline, at).timeline;
        const now = seqs(timeline);
        // In order, each once; the newest is there; what is missing is a gap or stands before the oldest.
        expect(now).toEqual([...new Set(now)].sort((a, b) => a - b));
        expect(now.slice(-50)).toEqual(seqs({ ...EMPTY, rows: range(ALL - 49, ALL) }));
        expect(timeline.more).toBe(now[0] !== 1);
        if (timeline.more) expect(timeline.oldest).toBe(`row-${now[0]}`);
        expect(now.length).toBeLessThanOrEqual(600);
        // Where it was looked at, it still is.
        if (at !== null) expect(now).toContain(at);
        let missing = 0;
        for (const seq of gaps(timeline.rows)) missing += (now[now.indexOf(seq) + 1] ?? 0) - seq - 1;
        expect(now.length + missing + (now[0] ?? 1) - 1).toBe(ALL);
      }
    }
  });
});

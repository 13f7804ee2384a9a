// The rows of one conversation, as far as they were fetched. Order is `seq`, never arrival (THR-11).
import type { Row } from './api';

export interface Timeline {
  /** In order of `seq`, each once. */
  readonly rows: readonly Row[];
  /** Before which row older ones are asked for. */
  readonly oldest: string | null;
  /** Whether there are older ones. */
  readonly more: boolean;
}

export interface Page {
  rows: Row[];
  first?: string | null;
  more: boolean;
}

export const EMPTY: Timeline = { rows: [], oldest: null, more: false };

/** Puts rows in their places; of two with one number the later told is kept. */
export function merge(rows: readonly Row[], told: readonly Row[]): readonly Row[] {
  if (told.length === 0) return rows;
  const last = rows.at(-1)?.seq ?? 0;
  const fits = told.every((row, n) => row.seq > (n === 0 ? last : (told[n - 1]?.seq ?? 0)));
  if (fits) return [...rows, ...told];
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  for (const row of told) bySeq.set(row.seq, row);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Takes in the newest page. What was held before stays; between the two may be a gap. */
export function newest(timeline: Timeline, page: Page): Timeline {
  const rows = merge(timeline.rows, page.rows);
  if (timeline.rows.length === 0) return { rows, oldest: page.first ?? null, more: page.more };
  return { ...timeline, rows };
}

/** Takes in the page before the oldest. */
export function older(timeline: Timeline, page: Page): Timeline {
  const rows = merge(timeline.rows, page.rows);
  return { ...timeline, rows, oldest: page.first ?? timeline.oldest, more: page.more };
}

/** Takes in a page from anywhere: what stands above it is asked for from there on, if it is the oldest now. */
export function placed(timeline: Timeline, page: Page): Timeline {
  const begins = page.rows[0]?.seq ?? Number.POSITIVE_INFINITY;
  const isOldest = begins < (timeline.rows[0]?.seq ?? Number.POSITIVE_INFINITY);
  if (isOldest) return older(timeline, page);
  return { ...timeline, rows: merge(timeline.rows, page.rows) };
}

/** Takes in what is new or has changed. */
export function changed(timeline: Timeline, rows: readonly Row[]): Timeline {
  return rows.length === 0 ? timeline : { ...timeline, rows: merge(timeline.rows, rows) };
}

/** The numbers behind which rows are missing. */
export function gaps(rows: readonly Row[]): number[] {
  const found: number[] = [];
  rows.forEach((row, n) => {
    const next = rows[n + 1];
    if (next && next.seq > row.seq + 1) found.push(row.seq);
  });
  return found;
}

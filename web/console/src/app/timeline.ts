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
  /** The earliest of them. */
  first?: string | null;
  /** Whether there are rows before that. */
  earlier: boolean;
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
  if (timeline.rows.length === 0) return { rows, oldest: page.first ?? null, more: page.earlier };
  return { ...timeline, rows };
}

/** Takes in the page before the oldest. */
export function older(timeline: Timeline, page: Page): Timeline {
  const rows = merge(timeline.rows, page.rows);
  return { ...timeline, rows, oldest: page.first ?? timeline.oldest, more: page.earlier };
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

/** More rows than this are not held of one thread; then so many are, besides the newest, which are always there. */
const MOST = 600;
const AROUND = 400;
const NEWEST = 50;

/**
 * Lets go of rows far from where the thread is looked at, which is at a number or, if that is `null`, at its end. They are
 * fetched again when somebody goes there: where they were is a gap, or the place from which older ones are asked for.
 */
export function trimmed(
  timeline: Timeline,
  at: number | null,
): { timeline: Timeline; dropped: readonly Row[] } {
  const { rows } = timeline;
  if (rows.length <= MOST) return { timeline, dropped: [] };
  const index = at === null ? rows.length : rows.findIndex((row) => row.seq >= at);
  const middle = index < 0 ? rows.length : index;
  const from = Math.max(0, Math.min(middle - AROUND / 2, rows.length - AROUND));
  const isKept = (n: number) => (n >= from && n < from + AROUND) || n >= rows.length - NEWEST;
  const kept = rows.filter((_, n) => isKept(n));
  const dropped = rows.filter((_, n) => !isKept(n));
  if (from === 0) return { timeline: { ...timeline, rows: kept }, dropped };
  return { timeline: { rows: kept, oldest: kept[0]?.id ?? null, more: true }, dropped };
}

/** What the record of a customer and the quotes of other rows still show of rows that are not held any more. */
export function worthKeeping(dropped: readonly Row[], kept: readonly Row[]): Row[] {
  const quoted = new Set(kept.flatMap((row) => (row.kind === 'inbound' && row.quotes) || []));
  let begins = false;
  return dropped.filter((row) => {
    const first = begins || row.seq === 1;
    begins = isEnd(row);
    return first || begins || hasFile(row) || messagesOf(row).some((message) => quoted.has(message));
  });
}

/** Whether a stretch of the conversation ends here. */
export function isEnd(row: Row): boolean {
  return row.kind === 'system' && (row.line.is === 'ended' || row.line.is === 'auto_completed');
}

function hasFile(row: Row): boolean {
  return 'contents' in row && row.contents.some(({ type }) => type === 'media');
}

/** What the provider calls the messages of a row. */
export function messagesOf(row: Row): readonly string[] {
  if (row.kind === 'outbound') return row.messages;
  return row.kind === 'inbound' && row.message ? [row.message] : [];
}

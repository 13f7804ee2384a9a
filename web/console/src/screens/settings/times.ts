// Opening times as the desk writes them: `10:00-19:00`, until `24:00` at most.
import type { Schema } from '@madoguchi/shared/api';

export type Hours = Schema['BusinessHours'];

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Day = (typeof DAYS)[number];

/** Reads a time of day as people type it: `9`, `9:30`, `930`, `９：３０`; nothing if it is none. */
export function readTime(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[時h.]/, ':')
    .replace(/分$/, '');
  const [, hour, minute] = /^(\d{1,2}):?(\d{2})?$/.exec(plain.replace(/:$/, '')) ?? [];
  if (hour === undefined) return undefined;
  const [h, m] = [Number(hour), Number(minute ?? 0)];
  if (m > 59 || h > 24 || (h === 24 && m > 0)) return undefined;
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}

/** Beginning and end of an opening time. */
export function ends(span: string): { from: string; to: string } {
  const cut = span.indexOf('-');
  return cut < 0 ? { from: span, to: '' } : { from: span.slice(0, cut), to: span.slice(cut + 1) };
}

export type SpanFault = 'unreadable' | 'backwards' | 'overlapping';

/** What is wrong with one of a day's opening times. */
export function spanFault(spans: readonly string[], at: number): SpanFault | undefined {
  const { from, to } = ends(spans[at] ?? '');
  if (readTime(from) !== from || readTime(to) !== to) return 'unreadable';
  if (from >= to) return 'backwards';
  const before = spans.slice(0, at).map(ends);
  return before.some((other) => from < other.to && other.from < to) ? 'overlapping' : undefined;
}

/** An opening time to add to a day: an hour after the last one ends, or a working day. */
export function another(spans: readonly string[]): string {
  const last = spans
    .map((span) => ends(span).to)
    .sort()
    .at(-1);
  const hour = last ? Number(last.slice(0, 2)) + 1 : 10;
  if (hour > 22) return '10:00-19:00';
  const end = last ? Math.min(hour + 3, 24) : 19;
  return `${String(hour).padStart(2, '0')}:00-${end}:00`;
}

/** Whether it is a day of the calendar, such as `2026-11-22`. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return !!at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

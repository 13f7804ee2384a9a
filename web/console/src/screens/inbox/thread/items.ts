// What a thread shows, in order: rows, and the lines between them.
import type { Row, Scheduled } from '../../../app/api';
import type { Sending } from '../../../app/outbox';
import type { Timeline } from '../../../app/timeline';

export type Item =
  | { kind: 'start'; key: string }
  | { kind: 'older'; key: string }
  | { kind: 'day'; key: string; at: string }
  | { kind: 'gap'; key: string; seq: number }
  | { kind: 'unread'; key: string }
  | { kind: 'row'; key: string; row: Row; last: boolean }
  | { kind: 'scheduled'; key: string; scheduled: Scheduled }
  | { kind: 'sending'; key: string; sending: Sending };

/** Messages of one sender this close together are one group: the time stands under the last. */
const GROUP_MS = 60_000;

interface Options {
  /** The number of the first unread row; `null` shows no line. */
  unread: number | null;
  sending: readonly Sending[];
  /** What waits for its time. */
  scheduled: readonly Scheduled[];
  dayKey: (at: string) => string;
}

export function itemsOf(timeline: Timeline, { unread, sending, scheduled, dayKey }: Options): Item[] {
  const { rows } = timeline;
  const items: Item[] = [timeline.more ? { kind: 'older', key: 'older' } : { kind: 'start', key: 'start' }];
  rows.forEach((row, n) => {
    const before = rows[n - 1];
    const next = rows[n + 1];
    if (before && row.seq > before.seq + 1)
      items.push({ kind: 'gap', key: `gap ${before.seq}`, seq: before.seq });
    if (!before || dayKey(before.at) !== dayKey(row.at)) {
      items.push({ kind: 'day', key: `day ${row.seq}`, at: row.at });
    }
    if (row.seq === unread) items.push({ kind: 'unread', key: 'unread' });
    const last = !next || sender(next) !== sender(row) || Date.parse(next.at) - Date.parse(row.at) > GROUP_MS;
    items.push({ kind: 'row', key: row.id, row, last });
  });
  for (const one of scheduled) items.push({ kind: 'scheduled', key: one.id, scheduled: one });
  for (const one of sending) items.push({ kind: 'sending', key: one.clientId, sending: one });
  return items;
}

/** The number of the first message of the contact behind what was read; `null` without one, or if nothing ever was. */
export function firstUnread(rows: readonly Row[], readUpTo: number | null): number | null {
  if (readUpTo === null) return null;
  return rows.find((row) => row.kind === 'inbound' && row.seq > readUpTo)?.seq ?? null;
}

/** Whose words a row holds; rows with the same answer may stand in one group. */
function sender(row: Row): string {
  switch (row.kind) {
    case 'inbound':
      return isTalk(row) ? 'contact' : `line ${row.seq}`;
    case 'outbound':
      return row.author.is === 'operator' ? `operator ${row.author.id}` : row.author.is;
    case 'note':
      return `note ${row.author ?? ''}`;
    case 'system':
      return `line ${row.seq}`;
  }
}

/** Whether a row is a bubble and not a line about what happened. */
export function isTalk(row: Row): boolean {
  if (row.kind !== 'inbound') return row.kind !== 'system';
  if (row.hidden) return false;
  return (
    row.event === 'message' || row.event === 'edited' || row.event === 'tapped' || row.event === 'unsupported'
  );
}

/** The ids of the buttons that the contact has pressed. */
export function pressed(rows: readonly Row[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of rows) if (row.kind === 'inbound' && row.button) found.add(row.button.id);
  return found;
}

/** The ids of the rows that were said again. */
export function resent(rows: readonly Row[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of rows) if (row.kind === 'outbound' && row.resends) found.add(row.resends);
  return found;
}

/** The row that a message of the provider's became. */
export function quotedRow(rows: readonly Row[], message: string | null | undefined): Row | undefined {
  if (!message) return undefined;
  return rows.find(
    (row) =>
      (row.kind === 'inbound' && row.message === message) ||
      (row.kind === 'outbound' && row.messages.includes(message)),
  );
}

/** The words of a row in a line. */
export function summary(row: Row, word: (kind: string) => string): string {
  if (row.kind === 'note' || row.kind === 'system') return row.text;
  if (row.kind === 'inbound' && row.button) return row.button.label;
  const contents = row.contents.map((content) => {
    if (content.type === 'text' || content.type === 'choice') return content.text;
    if (content.type === 'media') return content.caption ?? word(content.kind);
    return word(content.type);
  });
  return contents.join(' ');
}

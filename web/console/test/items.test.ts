import { describe, expect, it } from 'vitest';
import type { Row } from '../src/app/api';
import type { Sending } from '../src/app/outbox';
import { EMPTY, type Timeline } from '../src/app/timeline';
import { firstUnread, itemsOf, pressed, quotedRow } from '../src/screens/inbox/thread/items';
import { inbound, outbound } from './make';

const options = { unread: null, sending: [], scheduled: [], dayKey: (at: string) => at.slice(0, 10) };
const of = (rows: Row[], more: Partial<Timeline> = {}): Timeline => ({ ...EMPTY, rows, ...more });
const kinds = (timeline: Timeline, given = {}) =>
  itemsOf(timeline, { ...options, ...given }).map((item) => (item.kind === 'row' ? item.row.seq : item.kind));

describe('the items of a thread', () => {
  it('stand under their day', () => {
    const late = { ...inbound(2), at: '2026-11-23T00:00:00Z' };
    expect(kinds(of([inbound(1), late]))).toEqual(['start', 'day', 1, 'day', 2]);
  });

  it('show where something is missing, and that there is more', () => {
    expect(kinds(of([inbound(3), inbound(7)], { more: true }))).toEqual(['older', 'day', 3, 'gap', 7]);
  });

  it('group what one sender says within a minute', () => {
    const rows = [inbound(1, 'a', 0), inbound(2, 'b', 1), inbound(3, 'c', 5), outbound(4, 'op-1', 5)];
    const last = itemsOf(of(rows), options).flatMap((item) => (item.kind === 'row' ? item.last : []));
    expect(last).toEqual([false, true, true, true]);
  });

  it('mark where reading stopped, at the first message of the contact', () => {
    const rows = [inbound(1), outbound(2), outbound(3), inbound(4), inbound(5)];
    expect(firstUnread(rows, 1)).toBe(4);
    expect(firstUnread(rows, 5)).toBeNull();
    expect(firstUnread(rows, null)).toBeNull();
    expect(kinds(of(rows), { unread: 4 })).toEqual(['start', 'day', 1, 2, 3, 'unread', 4, 5]);
  });

  it('end with what is on its way', () => {
    const sending = { clientId: 'c1', text: 'soon' } as Sending;
    expect(kinds(of([inbound(1)]), { sending: [sending] })).toEqual(['start', 'day', 1, 'sending']);
  });
});

describe('what a thread knows of its rows', () => {
  it('which buttons were pressed', () => {
    const tap = { ...inbound(2), event: 'tapped', button: { id: 'b1', label: 'Yes' } } as Row;
    expect(pressed([inbound(1), tap])).toEqual(new Set(['b1']));
  });

  it('which row is quoted, ours or theirs', () => {
    const rows = [inbound(1), outbound(2)];
    expect(quotedRow(rows, 'm2')?.seq).toBe(2);
    expect(quotedRow(rows, 'gone')).toBeUndefined();
  });
});

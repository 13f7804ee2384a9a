import { describe, expect, it } from 'vitest';
import { belongs, type Filters, flat, type Pages, short, upsert, without } from '../src/app/lists';
import { filters } from '../src/app/router';
import { hold } from '../src/screens/inbox/list/calm';
import { conversation } from './make';

const one = conversation('c1', { active_at: '2026-11-22T01:00:00Z' });
const two = conversation('c2', { active_at: '2026-11-22T02:00:00Z' });
const three = conversation('c3', { active_at: '2026-11-22T03:00:00Z' });
const pages = (...items: (typeof one)[]): Pages => ({ pages: [{ items }], pageParams: [undefined] });
const ids = (list: Pages) => flat(list).map(({ id }) => id);

describe('a list', () => {
  it('is in order of activity, each once', () => {
    expect(ids(pages(one, three, two, { ...one }))).toEqual(['c3', 'c2', 'c1']);
  });

  it('takes in what belongs to it, and keeps what does not any more', () => {
    expect(ids(upsert(pages(one), two, true))).toEqual(['c2', 'c1']);
    expect(ids(upsert(pages(one), two, false))).toEqual(['c1']);
    const later = { ...one, preview: 'later' };
    expect(flat(upsert(pages(one, two), later, false))).toContainEqual(later);
    expect(ids(without(pages(one, two), 'c1'))).toEqual(['c2']);
  });

  it('knows what belongs to it', () => {
    const is = (change: Parameters<typeof conversation>[1], given: Partial<Filters>) =>
      belongs(conversation('c1', change), { view: 'all', ...given }, 'op-1');
    expect(is({}, { view: 'mine' })).toBe(true);
    expect(is({ place: 'completed' }, { view: 'mine' })).toBe(false);
    expect(is({ assignee: { is: 'operator', id: 'op-2' } }, { view: 'mine' })).toBe(false);
    expect(is({ unconfirmed: 1 }, { view: 'unconfirmed' })).toBe(true);
    expect(is({ place: 'waiting' }, { view: 'waiting' })).toBe(true);
    expect(is({}, { tag: 'VIP' })).toBe(false);
    expect(is({}, { status: 'none' })).toBe(true);
    expect(is({}, { q: 'ｍｅｉ' })).toBe(true);
    expect(is({}, { hidden: true })).toBe(false);
  });

  it('says numbers up to 99', () => {
    expect([short(99), short(100)]).toEqual(['99', '99+']);
  });
});

describe('a list in the hand', () => {
  it('stays as it is, and says how much waits', () => {
    const { order, waiting } = hold(['c2', 'c1'], [three, two, one]);
    expect(order.map(({ id }) => id)).toEqual(['c2', 'c1']);
    expect(waiting).toBeGreaterThan(0);
  });

  it('shows the new content of a row at once', () => {
    const { order, waiting } = hold(['c2', 'c1'], [two, { ...one, preview: 'new' }]);
    expect(order[1]?.preview).toBe('new');
    expect(waiting).toBe(0);
  });

  it('takes in what is fetched below', () => {
    const { order, waiting } = hold(['c3', 'c2'], [three, two, one]);
    expect(order.map(({ id }) => id)).toEqual(['c3', 'c2', 'c1']);
    expect(waiting).toBe(0);
  });
});

describe('filters in the address', () => {
  it('leave out what makes no sense', () => {
    expect(filters({ view: 'mine', tag: 'VIP', q: 42, hidden: 'yes', other: 1 })).toEqual({
      view: 'mine',
      tag: 'VIP',
      q: '42',
    });
    expect(filters({ view: 'nonsense', tag: '' })).toEqual({});
  });
});

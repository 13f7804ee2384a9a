import { describe, expect, it } from 'vitest';
import type { Conversation } from '../src/app/api';
import {
  type Filters,
  isFiltered,
  queryOf,
  readFilters,
  readSearch,
  viewOf,
  writeSearch,
} from '../src/app/filters';
import { belongs, flat, type Pages, short, stays, upsert, without } from '../src/app/lists';
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
    expect(is({}, { tag: ['VIP'] })).toBe(false);
    expect(is({}, { status: ['none'] })).toBe(true);
    expect(is({}, { q: 'ｍｅｉ' })).toBe(true);
    expect(is({}, { hidden: true })).toBe(false);
    expect(is({}, { blocked: true })).toBe(false);
    expect(is({}, { bookmarked: true })).toBe(false);
  });

  it('takes any value of a kind, and asks every kind (INB-03, INB-04)', () => {
    const tagged = conversation('c1', { category: '予約 / 変更' });
    const one = { ...tagged, contact: { ...tagged.contact, tags: ['VIP'], response_status: 'open' } };
    const is = (given: Partial<Filters>) => belongs(one, { view: 'all', ...given }, 'op-1');
    expect(is({ tag: ['new', 'VIP'] })).toBe(true);
    expect(is({ tag: ['VIP'], status: ['none'] })).toBe(false);
    expect(is({ status: ['none', 'open'] })).toBe(true);
    expect(is({ channel: ['web', 'line'], inbox: ['line-main'] })).toBe(true);
    expect(is({ channel: ['web'], inbox: ['line-main'] })).toBe(false);
    expect(is({ category: ['none'] })).toBe(false);
    expect(is({ category: ['none', '予約 / 変更'] })).toBe(true);
    expect(belongs(tagged, { view: 'all', status: ['none'] }, 'op-1')).toBe(true);
  });

  it('knows who is meant by me, nobody and the bot', () => {
    const has = (assignee: Conversation['assignee'], ...wanted: string[]) =>
      belongs(conversation('c1', { assignee }), { view: 'all', assignee: wanted }, 'op-1');
    expect(has({ is: 'operator', id: 'op-1' }, 'me')).toBe(true);
    expect(has({ is: 'operator', id: 'op-1' }, 'op-1')).toBe(true);
    expect(has({ is: 'operator', id: 'op-2' }, 'me', 'nobody')).toBe(false);
    expect(has({ is: 'queue', since: '2026-11-22T01:00:00Z' }, 'me', 'nobody')).toBe(true);
    expect(has({ is: 'bot' }, 'nobody')).toBe(false);
    expect(has({ is: 'bot' }, 'bot')).toBe(true);
  });

  it('leaves it to the desk what words find', () => {
    const filters: Filters = { view: 'all', q: 'その他' };
    expect(belongs(one, filters, 'op-1')).toBe(false);
    expect(stays(one, filters, 'op-1')).toBe(true);
  });

  it('may begin with the oldest', () => {
    expect(flat(pages(three, one, two), 'oldest').map(({ id }) => id)).toEqual(['c1', 'c2', 'c3']);
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
  const read = (search: string) => readFilters(readSearch(search));

  it('leave out what makes no sense', () => {
    expect(readFilters({ view: 'mine', tag: 'VIP', q: 42, hidden: 'yes', other: 1 })).toEqual({
      view: 'mine',
      tag: ['VIP'],
      q: '42',
    });
    expect(read('?view=nonsense&tag=&channel=fax&sort=newest')).toEqual({});
  });

  it('hold several values of a kind, in one order', () => {
    const filters = read('?tag=b&tag=a&tag=b&assignee=me&channel=web&channel=line&blocked=true&sort=oldest');
    expect(filters).toEqual({
      tag: ['a', 'b'],
      assignee: ['me'],
      channel: ['line', 'web'],
      blocked: true,
      sort: 'oldest',
    });
    expect(read(writeSearch(filters))).toEqual(filters);
    expect(writeSearch({ tag: ['a b', 'c&d'] })).toBe('?tag=a+b&tag=c%26d');
  });

  it('are read from links that were made before', () => {
    expect(read('?tag=VIP&q=%222026%22&hidden=true')).toEqual({ tag: ['VIP'], q: '2026', hidden: true });
  });

  it('come back as they were, whatever they hold', () => {
    for (const q of ['"2026"', '"', '2026', 'true', '[1]', 'a"b', '+ &%']) {
      expect(read(writeSearch({ q }))).toEqual({ q });
    }
  });

  it('are what a saved view keeps', () => {
    const filters: Filters = { view: 'mine', tag: ['a', 'b'] };
    expect(queryOf(filters)).toBe('view=mine&tag=a&tag=b');
    expect(viewOf('view=mine&tag=b&tag=a')).toEqual(filters);
    expect(viewOf('')).toEqual({ view: 'all' });
    expect(isFiltered({ view: 'mine', sort: 'oldest' })).toBe(false);
    expect(isFiltered({ view: 'all', hidden: true })).toBe(true);
  });
});

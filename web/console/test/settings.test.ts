import { settingsWords } from '@madoguchi/shared/messages/settings';
import { describe, expect, it } from 'vitest';
import { keyed, landing, move } from '../src/parts/order';
import { categoryPaths, offered, record } from '../src/screens/inbox/panel/record';
import { checkCategories } from '../src/screens/settings/categories';
import { changes } from '../src/screens/settings/changes';
import { messageWrong, namesWrong } from '../src/screens/settings/checks';
import {
  checkConduct,
  conductLines,
  groups,
  notices,
  tidyConduct,
  withText,
} from '../src/screens/settings/conduct';
import {
  arrive,
  begin,
  bringBack,
  discard,
  edit,
  isDirty,
  isUnsaved,
  keepMine,
  same,
  saved,
  takeTheirs,
} from '../src/screens/settings/editing';
import type { Conduct } from '../src/screens/settings/query';
import { slug } from '../src/screens/settings/statuses';
import { checkTags, refile } from '../src/screens/settings/tags';
import { another, isDay, readTime, spanFault } from '../src/screens/settings/times';
import type { SettingsTranslate } from '../src/screens/settings/words';

/** Says the key and the values, so that a test sees which sentence was meant. */
const t = ((key: string, values?: object) =>
  values ? `${key} ${JSON.stringify(values)}` : key) as SettingsTranslate;

describe('order', () => {
  it('moves an entry and keeps the others as they stand', () => {
    expect(move(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(move(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(move(['a'], 0, 9)).toEqual(['a']);
    expect(move(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
  });

  it('lets an entry go between the middles of the others', () => {
    const middles = [50, 150, 250];
    expect(landing(middles, 0, 40)).toBe(0);
    expect(landing(middles, 0, 160)).toBe(1);
    expect(landing(middles, 0, 999)).toBe(2);
    expect(landing(middles, 2, 60)).toBe(1);
    expect(landing(middles, 1, 150)).toBe(1);
  });

  it('goes by the arrow keys, and stops at the ends', () => {
    expect([keyed('ArrowUp', 0, 3), keyed('ArrowDown', 0, 3), keyed('End', 0, 3)]).toEqual([0, 1, 2]);
    expect([keyed('Home', 2, 3), keyed('ArrowDown', 2, 3), keyed('x', 1, 3)]).toEqual([0, 2, null]);
  });
});

describe('editing', () => {
  const first = { value: ['a'], version: 1 };
  const theirs = { value: ['a', 'b'], version: 2, changed_by: 'ken' };

  it('is dirty while the draft says something else', () => {
    const editing = begin(first);
    expect(isDirty(editing)).toBe(false);
    expect(isDirty(edit(editing, ['x']))).toBe(true);
    expect(isDirty(edit(edit(editing, ['x']), ['a']))).toBe(false);
  });

  it('follows a colleague as long as nothing of one’s own would be lost', () => {
    expect(arrive(begin(first), theirs)).toEqual(begin(theirs));
    expect(arrive(edit(begin(first), ['a', 'b']), theirs)).toEqual(begin(theirs));
  });

  it('shows what a colleague has saved, and loses nothing whatever is chosen', () => {
    const editing = arrive(edit(begin(first), ['mine']), theirs);
    expect(editing).toMatchObject({ draft: ['mine'], base: first, theirs });
    const taken = takeTheirs(editing);
    expect(taken).toMatchObject({ draft: ['a', 'b'], base: theirs, theirs: null, aside: ['mine'] });
    expect([isDirty(taken), isUnsaved(taken)]).toEqual([false, true]);
    expect(bringBack(taken)).toMatchObject({ draft: ['mine'], base: theirs, aside: null });
    expect(keepMine(editing)).toMatchObject({ draft: ['mine'], base: theirs, theirs: null });
    expect(discard(editing)).toEqual(begin(theirs));
  });

  it('does not go back to an older answer that comes late', () => {
    const now = begin(theirs);
    expect(arrive(now, first)).toBe(now);
    expect(arrive(begin({ value: ['a'] }), { value: ['a'], version: null })).toEqual(begin({ value: ['a'] }));
  });

  it('keeps what was typed while it was saved', () => {
    const answer = { value: ['sent'], version: 2 };
    expect(saved(edit(begin(first), ['sent']), ['sent'], answer)).toEqual(begin(answer));
    expect(saved(edit(begin(first), ['sent', 'more']), ['sent'], answer)).toMatchObject({
      draft: ['sent', 'more'],
      base: answer,
    });
  });

  it('compares what is said, not how it is written', () => {
    expect(same({ a: 1, b: null }, { a: 1 })).toBe(true);
    expect(same({ b: [1, { c: 2 }], a: 1 }, { a: 1, b: [1, { c: 2 }] })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same([1], { 0: 1 })).toBe(false);
    expect(same([1, null], [1])).toBe(false);
    expect(same('', null)).toBe(false);
  });
});

describe('changes', () => {
  const line = (key: string, text = key) => ({ key, label: key, text });

  it('tells what is new, gone, different and moved', () => {
    expect(changes([line('a'), line('b'), line('c')], [line('c'), line('a', 'A'), line('d')])).toEqual([
      { kind: 'removed', label: 'b', text: 'b' },
      { kind: 'changed', label: 'a', before: 'a', after: 'A' },
      { kind: 'added', label: 'd', text: 'd' },
      { kind: 'moved' },
    ]);
  });

  it('does not call it moved when something came or went in between', () => {
    expect(changes([line('a'), line('c')], [line('a'), line('b'), line('c')])).toEqual([
      { kind: 'added', label: 'b', text: 'b' },
    ]);
  });
});

describe('checks', () => {
  it('find names that are missing, too long or there twice', () => {
    const names = ['a', ' ', 'x'.repeat(65), 'a', '😀'.repeat(64)];
    expect(namesWrong(names, (n) => `[${n}].name`, t)).toEqual({
      '[1].name': 'settings.check.empty',
      '[2].name': 'settings.check.long {"n":64}',
      '[3].name': 'settings.check.twice',
    });
  });

  it('know the blanks of a message', () => {
    expect(messageWrong('{{customer}}様', t)).toBeUndefined();
    expect(messageWrong('{{ customer }}様、{{operator}}です。{{field:電話番号}}', t)).toBeUndefined();
    expect(messageWrong('{{name}}様', t)).toContain('{{name}}');
    expect(messageWrong(' ', t)).toBe('settings.check.empty');
  });

  it('find a tag that stands in two folders', () => {
    const folders = [
      { name: '診断', tags: ['カラー'] },
      { name: '担当', tags: ['川根', 'カラー'] },
    ];
    expect(checkTags(folders, t)).toEqual({ '[1].tags[1]': 'settings.check.twice' });
  });

  it('look at every level of the categories', () => {
    const deep = [
      { name: '施術', children: [{ name: 'a/b', children: [{ name: '' }] }, { name: 'x'.repeat(62) }] },
    ];
    expect(checkCategories(deep, t)).toEqual({
      '[0].children[0].name': 'settings.categories.slash',
      '[0].children[0].children[0].name': 'settings.check.empty',
      '[0].children[1].name': 'settings.categories.long {"n":64}',
    });
  });
});

describe('opening times', () => {
  it('are read as people type them', () => {
    const typed = [
      '9',
      '930',
      '9:30',
      '０９：３０',
      '9時',
      '9時30分',
      '24:00',
      '24',
      '24:01',
      '25',
      '9:60',
      'x',
      '',
    ];
    expect(typed.map(readTime)).toEqual([
      '09:00',
      '09:30',
      '09:30',
      '09:30',
      '09:00',
      '09:30',
      '24:00',
      '24:00',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('have a beginning before their end, and do not overlap', () => {
    expect(spanFault(['10:00-13:00', '14:00-19:00'], 1)).toBeUndefined();
    expect(spanFault(['10:00-13:00', '12:00-19:00'], 1)).toBe('overlapping');
    expect(spanFault(['10:00-13:00', '13:00-24:00'], 1)).toBeUndefined();
    expect(spanFault(['19:00-10:00'], 0)).toBe('backwards');
    expect(spanFault(['9:00-10:00'], 0)).toBe('unreadable');
    expect(spanFault(['10:00-'], 0)).toBe('unreadable');
  });

  it('offer hours that fit behind those that are there', () => {
    for (const spans of [[], ['10:00-13:00'], ['10:00-13:00', '14:00-21:00']]) {
      expect(spanFault([...spans, another(spans)], spans.length)).toBeUndefined();
    }
  });

  it('know the days of the calendar', () => {
    expect([isDay('2027-01-01'), isDay('2027-02-30'), isDay('2027-1-1'), isDay('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('how an inbox behaves', () => {
  const conduct: Conduct = {
    name: 'LINE',
    language: null,
    hours: null,
    bot: true,
    reopen_to: 'bot',
    auto_end_request_hours: 0,
    auto_complete_bot_hours: 48,
    auto_complete_operator_hours: 72,
    end_request_grace_minutes: 5,
    prefer_last_operator: false,
    auto_assign: false,
    push_only: false,
    ask_rating: false,
    auto_confirm_buttons: false,
    auto_confirm_keywords: false,
    texts: { ended: 'ありがとうございました' },
  };

  it('has a place on the page for everything that is saved', () => {
    const shown = groups('line').flatMap(({ knobs }) => knobs.map(({ key }): string => key));
    expect([...shown, 'name', 'hours', 'texts'].sort()).toEqual(Object.keys(conduct).sort());
    expect(groups('web').flatMap(({ knobs }) => knobs.map(({ key }): string => key))).not.toContain(
      'push_only',
    );
    expect(notices('web')).toContain('greeting');
    expect(notices('line')).not.toContain('greeting');
  });

  it('has words for each of its settings', async () => {
    const words = await settingsWords('ja');
    for (const { name, knobs } of groups('line')) {
      expect(words).toHaveProperty([`settings.inbox.group.${name}`]);
      for (const { key } of knobs) {
        expect(words).toHaveProperty([`settings.inbox.${key}`]);
        expect(words).toHaveProperty([`settings.inbox.${key}.hint`]);
      }
    }
    for (const notice of notices('web')) {
      expect(words).toHaveProperty([`settings.text.${notice}`]);
      expect(words).toHaveProperty([`settings.text.${notice}.hint`]);
    }
  });

  it('says nothing of a text that is the desk’s own', () => {
    expect(withText(conduct, 'ended', '').texts).toEqual({});
    expect(withText(conduct, 'rating', '評価をお願いします').texts).toEqual({
      ended: 'ありがとうございました',
      rating: '評価をお願いします',
    });
    expect(tidyConduct({ ...conduct, name: ' LINE ', texts: { ended: '  ' } })).toMatchObject({
      name: 'LINE',
      texts: {},
    });
  });

  it('shows each change once, and a number that is none by its field', () => {
    const changed = { ...conduct, ask_rating: true, auto_end_request_hours: 6 };
    const found = changes(conductLines(conduct, 'line', t), conductLines(changed, 'line', t));
    expect(found.map((change) => 'label' in change && change.label)).toEqual([
      'settings.inbox.auto_end_request_hours',
      'settings.inbox.ask_rating',
    ]);
    expect(checkConduct({ ...conduct, end_request_grace_minutes: Number.NaN }, t)).toEqual({
      end_request_grace_minutes: 'settings.check.number',
    });
  });
});

describe('what the settings mean to the record beside a conversation', () => {
  const desk = {
    fields: [
      { name: '電話番号', kind: { type: 'phone' as const }, shown: true },
      { name: '社内区分', kind: { type: 'text' as const }, shown: false },
    ],
    categories: [{ name: '施術', children: [{ name: 'カラー', children: [{ name: '成分' }] }] }],
    tags: [{ name: '診断', tags: ['カラー', '敏感肌'] }],
  };

  it('shows the fields that are set, then what the customer has besides (CRM-04)', () => {
    const lines = record(desk, { 社内区分: 'A', 誕生石: 'ルビー' });
    expect(lines.map(({ name, value }) => [name, value])).toEqual([
      ['電話番号', ''],
      ['誕生石', 'ルビー'],
    ]);
  });

  it('offers categories as conversations carry them, and tags that are not there yet', () => {
    expect(categoryPaths(desk.categories)).toEqual(['施術', '施術 / カラー', '施術 / カラー / 成分']);
    expect(offered(desk, ['常連', 'カラー'], ['敏感肌'])).toEqual(['カラー', '常連']);
  });
});

describe('names for programs', () => {
  it('are made of English ones', () => {
    expect(['Waiting for them', ' In progress! ', 'ＤＯＮＥ', '返事待ち'].map(slug)).toEqual([
      'waiting_for_them',
      'in_progress',
      'done',
      '',
    ]);
  });
});

describe('tags', () => {
  it('move between folders', () => {
    const folders = [
      { name: 'a', tags: ['1', '2'] },
      { name: 'b', tags: ['3'] },
    ];
    expect(refile(folders, 0, 0, 1).map(({ tags }) => tags)).toEqual([['2'], ['3', '1']]);
    expect(refile(folders, 0, 9, 1)).toEqual(folders);
  });
});

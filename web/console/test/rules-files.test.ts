import { beforeEach, describe, expect, it } from 'vitest';
import { casesIn } from '../src/screens/rules/case-names';
import {
  applied,
  type Draft,
  edited,
  kept,
  namesOf,
  nameTrouble,
  rebased,
  sourcesOf,
  stateOf,
} from '../src/screens/rules/files';
import { keepDraft } from '../src/screens/rules/use-draft';

const BASE = { '20-b.rhai': 'b', '10-a.rhai': 'a', '10-a.toml': 'case' };

describe('the files of a draft', () => {
  it('stand in the order in which they run', () => {
    expect(namesOf({ ...BASE, 'あ.rhai': '', '9.rhai': '' })).toEqual([
      '10-a.rhai',
      '20-b.rhai',
      '9.rhai',
      'あ.rhai',
      '10-a.toml',
    ]);
    expect(sourcesOf(BASE)).toEqual({
      sources: [
        { file: '10-a.rhai', text: 'a' },
        { file: '20-b.rhai', text: 'b' },
      ],
      cases: [{ file: '10-a.toml', text: 'case' }],
    });
  });

  it('are changed, new and removed; what is as before is no edit', () => {
    let edits = edited(BASE, {}, '10-a.rhai', 'A');
    edits = edited(BASE, edits, '30-c.rhai', 'c');
    edits = edited(BASE, edits, '20-b.rhai', null);
    expect(
      ['10-a.rhai', '30-c.rhai', '20-b.rhai', '10-a.toml'].map((name) => stateOf(BASE, edits, name)),
    ).toEqual(['changed', 'new', 'removed', 'same']);
    expect(applied(BASE, edits)).toEqual({ '10-a.rhai': 'A', '10-a.toml': 'case', '30-c.rhai': 'c' });
    edits = edited(BASE, edits, '10-a.rhai', 'a');
    edits = edited(BASE, edits, '30-c.rhai', null);
    edits = edited(BASE, edits, '20-b.rhai', 'b');
    expect(edits).toEqual({});
  });

  it('have names that the desk takes', () => {
    expect(nameTrouble(BASE, '30-新着.rhai')).toBeNull();
    expect(nameTrouble(BASE, '10-a.rhai')).toBe('taken');
    expect(nameTrouble(BASE, 'a/b.rhai')).toBe('characters');
    expect(nameTrouble(BASE, `${'あ'.repeat(33)}.rhai`)).toBe('characters');
    for (const name of ['a.txt', '.rhai', 'a', '']) expect(nameTrouble(BASE, name)).toBe('ending');
  });
});

describe('a draft on top of what somebody else has published', () => {
  const theirs = { '10-a.rhai': 'theirs', '20-b.rhai': 'b', '10-a.toml': 'case', '40-d.rhai': 'd' };

  it('stays as it is where they changed other files', () => {
    expect(rebased(BASE, theirs, { '20-b.rhai': 'mine' })).toEqual({
      edits: { '20-b.rhai': 'mine' },
      both: [],
    });
  });

  it('tells which files both have changed, added or removed', () => {
    const edits = { '10-a.rhai': null, '40-d.rhai': 'mine', '10-a.toml': 'more' };
    expect(rebased(BASE, theirs, edits)).toEqual({ edits, both: ['10-a.rhai', '40-d.rhai'] });
  });

  it('is no edit any more where both did the same', () => {
    expect(rebased(BASE, theirs, { '10-a.rhai': 'theirs', '40-d.rhai': 'd' })).toEqual({
      edits: {},
      both: [],
    });
  });
});

describe('a draft in this browser', () => {
  const draft: Draft = { operator: 'op_1', base: 'v1', edits: { '10-a.rhai': 'A' } };
  const fromElsewhere = (text: string) => {
    localStorage.setItem('rules-draft', text);
    dispatchEvent(new StorageEvent('storage', { key: 'rules-draft' }));
  };
  beforeEach(() => kept.set(null));

  it('is kept, and nothing is once it has no edits', () => {
    keepDraft(draft);
    expect(JSON.parse(localStorage.getItem('rules-draft') ?? '')).toEqual(draft);
    keepDraft({ ...draft, edits: {} });
    expect(kept.get()).toBeNull();
    expect(localStorage.getItem('rules-draft')).toBe('null');
  });

  it('is the same in every tab, and what is no draft is none', () => {
    fromElsewhere(JSON.stringify(draft));
    expect(kept.get()).toEqual(draft);
    for (const text of ['{', '1', '{}', '{"operator":"a","base":"b","edits":{"c":1}}']) {
      fromElsewhere(text);
      expect(kept.get(), text).toBeNull();
    }
  });
});

describe('names of cases', () => {
  it('are found with their lines, those of turns and expectations left out', () => {
    const text = `[[case]]
name = "hours \\"now\\""
say = "x"

[[case]]
contact = "name = 'no'"
name = 'いくら'
[[case.turn]]
say = "name"
[case.turn.expect]
name = "not this one"`;
    expect(casesIn(text)).toEqual([
      { name: 'hours "now"', line: 2 },
      { name: 'いくら', line: 7 },
    ]);
  });
});

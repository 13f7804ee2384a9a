import { describe, expect, it } from 'vitest';
import { changed, NOTHING, SHOWN, withPage } from '../src/screens/rules/replaying';
import {
  begun,
  type Explanation,
  lengthOf,
  localOf,
  type Move,
  momentOf,
  play,
  type Question,
  type Talk,
  type Wanted,
  type World,
} from '../src/screens/rules/talk';

const NOW = Date.parse('2026-11-20T01:00:00Z');
const TIMERS = { endRequest: 24 * 3600, completeBot: 48 * 3600, completeOperator: null };

type Does = [does: string, what?: string];

/** A desk that proposes what it is told to, and remembers what it was asked. */
function desk(answers: (question: Question) => Does[], lengths: string[] = []) {
  const asked: Question[] = [];
  const world: World = {
    setting: { inbox: 'line', language: 'ja', name: '芽衣', at: null, online: 1 },
    lengths,
    timers: TIMERS,
    ask: async (question) => {
      asked.push(structuredClone(question));
      const wanted = answers(question).map(
        ([does, what = '']): Wanted => ({ rule: 'r', does, what, buttons: [] }),
      );
      const explanation: Explanation = {
        folded: '',
        looked: [],
        others: 0,
        proposed: wanted,
        understood: wanted.length > 0,
        failed: [],
      };
      return explanation;
    },
  };
  const run = async (...moves: Move[]): Promise<Talk> => {
    let talk = begun(NOW);
    for (const move of moves) talk = await play(talk, move, world);
    return talk;
  };
  return { asked, world, run, occasions: () => asked.map(({ occasion }) => occasion) };
}

const says = (text: string): Move => ({ does: 'says', text });
const waits = (hours: number): Move => ({ does: 'waits', seconds: hours * 3600 });

describe('a talk with rules (BOT-09)', () => {
  it('asks about the opening first, and only once', async () => {
    const { run, occasions } = desk(() => []);
    await run(says('a'), says('b'));
    expect(occasions()).toEqual(['opened', 'message', 'message']);
  });

  it('counts what was not understood, this message included', async () => {
    const { run, asked } = desk(({ text }) => (text === 'hours' ? [['reply', '10']] : []));
    await run(says('x'), says('y'), says('hours'), says('z'));
    expect(asked.filter(({ occasion }) => occasion === 'message').map(({ facts }) => facts?.misses)).toEqual([
      1, 2, 3, 1,
    ]);
  });

  it('remembers tags, fields, variables and what was written', async () => {
    const { run, asked } = desk(({ text }) =>
      text === 'a'
        ? [
            ['tag', 'VIP'],
            ['tag', 'x'],
            ['untag', 'x'],
            ['var', 'asked = a = b'],
            ['set_field', 'tel = 090'],
          ]
        : text === 'b'
          ? [['var', 'asked = ']]
          : [],
    );
    await run(says('a'), says('b'), says('c'));
    const [second, third] = asked
      .filter(({ text }) => text === 'b' || text === 'c')
      .map(({ facts }) => facts);
    expect(second).toMatchObject({
      tags: ['VIP'],
      vars: { asked: 'a = b' },
      fields: { tel: '090' },
      history: ['a'],
      name: '芽衣',
    });
    expect(third).toMatchObject({ vars: {}, history: ['a', 'b'] });
  });

  it('hands over once, tells why, and is silent until the bot has it again', async () => {
    const { run, asked, occasions } = desk(({ occasion }) =>
      occasion === 'message'
        ? [
            ['escalate', 'asked'],
            ['escalate', 'again'],
          ]
        : [],
    );
    const talk = await run(says('person'), says('hello?'));
    expect(occasions()).toEqual(['opened', 'message', 'handed_over']);
    expect(asked[2]).toMatchObject({ text: 'asked', facts: { with_people: true } });
    expect(talk.withPeople).toBe(true);
    expect(talk.turns[1]?.asked).toEqual([]);
    await run(says('person'), { does: 'back-to-bot' }, says('hi'));
    expect(occasions().slice(3)).toEqual(['opened', 'message', 'handed_over', 'message', 'handed_over']);
  });

  it('presses buttons by their ids', async () => {
    const { run, asked } = desk(() => []);
    await run(says('a'), { does: 'presses', button: 'talk', label: '担当者と話す' });
    expect(asked[2]).toMatchObject({ occasion: 'button', button: 'talk', text: '担当者と話す' });
  });

  it('lets timers ring in their order, each once, counted from the last message', async () => {
    const { run, asked } = desk(() => [], ['hours(24)', 'minutes(30)', 'setting("auto_complete")']);
    const talk = await run(says('a'), waits(1), waits(24));
    const after = asked.filter(({ occasion }) => occasion === 'after');
    expect(after.map((question) => question.after_seconds)).toEqual([1800, 86_400]);
    const said = NOW + 20_000;
    expect(after.map(({ facts }) => Date.parse(facts?.at ?? ''))).toEqual([said + 1800e3, said + 86_400e3]);
    expect(talk.now).toBe(said + 25 * 3600e3);
  });

  it('begins to count again when rules say something, and stops when they complete', async () => {
    const speaking = desk(({ occasion }) => (occasion === 'after' ? [['reply', '?']] : []), ['hours(1)']);
    await speaking.run(says('a'), waits(3));
    expect(speaking.occasions().filter((one) => one === 'after')).toHaveLength(3);
    const ending = desk(
      ({ occasion }) => (occasion === 'after' ? [['complete']] : []),
      ['hours(1)', 'hours(2)'],
    );
    const talk = await ending.run(says('a'), waits(3), says('b'));
    expect(ending.occasions()).toEqual(['opened', 'message', 'after', 'ended', 'opened', 'message']);
    expect(talk.opened).toBe(true);
  });

  it('leaves the talk before a move as it was', async () => {
    const { run, world } = desk(({ text }) => [[text === 'a' ? 'tag' : 'untag', 'x']]);
    const before = await run(says('a'));
    const copy = structuredClone(before);
    const after = await play(before, says('b'), world);
    expect(after.tags).toEqual([]);
    expect(before).toEqual(copy);
  });
});

describe('lengths and times', () => {
  it('are read as rules write them', () => {
    expect(lengthOf('minutes(30)', TIMERS, false)).toBe(1800);
    expect(lengthOf('days(3)', TIMERS, false)).toBe(259_200);
    expect(lengthOf('setting("auto_end_request")', TIMERS, false)).toBe(86_400);
    expect(lengthOf('setting("auto_complete")', TIMERS, false)).toBe(172_800);
    expect(lengthOf('setting("auto_complete")', TIMERS, true)).toBeNull();
    expect(lengthOf('seconds(3)', TIMERS, false)).toBeNull();
  });

  it('are those of the desk’s clock, also when clocks change', () => {
    expect(momentOf('2026-11-20T21:30', 'Asia/Tokyo')).toBe(Date.parse('2026-11-20T12:30:00Z'));
    expect(momentOf('2026-03-29T03:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(momentOf('2026-10-25T12:00', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T11:00:00Z'));
    expect(localOf(Date.parse('2026-11-20T12:30:00Z'), 'Asia/Tokyo')).toBe('2026-11-20T21:30');
  });
});

describe('a replay', () => {
  const pair = { conversation: 'c', event: 'e', at: '', text: '', change: 'new' as const };
  const none = { rules: [], wanted: [], failed: [] };
  const page = (n: number, next: string | null) => ({
    counts: {
      conversations: 2,
      messages: 10,
      silent: 1,
      same: 5,
      other_rule: 1,
      different: 2,
      new: 1,
      gone: 1,
      failed: 0,
      rules: {},
      moves: [],
    },
    pairs: Array.from({ length: n }, () => ({ ...pair, before: none, after: none })),
    more_pairs: 0,
    looked_at: 2,
    next,
  });

  it('adds its pages up and keeps a bounded number of answers', () => {
    const first = withPage(NOTHING, page(3, 'more'));
    expect(first.next).toBe('more');
    const both = withPage(first, page(SHOWN, null));
    expect(both).toMatchObject({ conversations: 4, messages: 20, next: null });
    expect(changed(both)).toBe(8);
    expect(both.pairs).toHaveLength(SHOWN);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Company } from '../src/app/company';

function play() {
  const said: [string, boolean][] = [];
  const company = new Company(async (conversation, typing) => {
    said.push([conversation, typing]);
  });
  const who = () => company.present.get().map(({ operator, typing }) => [operator, typing]);
  return { said, company, who };
}

const hide = (hidden: boolean) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('company', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is forgotten after ten seconds of silence (EXT-06)', () => {
    const { company, who } = play();
    company.looks('c1', 'op-2', false);
    vi.advanceTimersByTime(6000);
    company.looks('c1', 'op-3', true);
    company.looks('c1', 'op-2', true);
    vi.advanceTimersByTime(6000);
    company.looks('c1', 'op-3', false);
    expect(who()).toEqual([
      ['op-2', true],
      ['op-3', false],
    ]);
    vi.advanceTimersByTime(4001);
    expect(who()).toEqual([['op-3', false]]);
    vi.advanceTimersByTime(6000);
    expect(who()).toEqual([]);
  });

  it('has the contact type until they stop, or their message is there, or nobody says so', () => {
    const { company, who } = play();
    company.looks('c1', 'op-2', true);
    for (const end of [
      () => company.types('c1', false),
      () => company.wrote('c1'),
      () => vi.advanceTimersByTime(8001),
    ]) {
      company.types('c1', true);
      company.wrote('c2');
      expect(who()).toContainEqual([null, true]);
      end();
      expect(who()).toEqual([['op-2', true]]);
    }
  });

  it('is told no more when nobody has touched the page for three minutes, and again at the first touch', () => {
    const { company, said } = play();
    const leave = company.open('c1');
    vi.advanceTimersByTime(10 * 60_000);
    const times = said.length;
    expect(times).toBe((3 * 60) / 5);
    document.dispatchEvent(new Event('pointermove'));
    expect(said.length).toBe(times + 1);
    vi.advanceTimersByTime(5000);
    expect(said.length).toBe(times + 2);
    leave();
  });

  it('is told every five seconds while the page is seen', () => {
    const { company, said } = play();
    const leave = company.open('c1');
    vi.advanceTimersByTime(10_000);
    expect(said).toEqual([
      ['c1', false],
      ['c1', false],
      ['c1', false],
    ]);
    hide(true);
    vi.advanceTimersByTime(20_000);
    expect(said).toHaveLength(3);
    hide(false);
    expect(said).toHaveLength(4);
    leave();
    vi.advanceTimersByTime(20_000);
    expect(said).toHaveLength(4);
  });

  it('hears at once that one begins to type, never more than once a second, and when one has stopped', () => {
    const { company, said } = play();
    company.open('c1');
    company.typed();
    company.typed();
    expect(said).toEqual([['c1', false]]);
    vi.advanceTimersByTime(1100);
    expect(said.at(-1)).toEqual(['c1', true]);
    vi.advanceTimersByTime(1000);
    company.typed();
    expect(said).toHaveLength(2);
    vi.advanceTimersByTime(3000);
    expect(said.at(-1)).toEqual(['c1', true]);
    vi.advanceTimersByTime(5000);
    expect(said.at(-1)).toEqual(['c1', false]);
  });

  it('hears that one has stopped when the reply is sent', () => {
    const { company, said } = play();
    company.open('c1');
    vi.advanceTimersByTime(4000);
    company.typed();
    company.rests();
    vi.advanceTimersByTime(1200);
    expect(said).toEqual([
      ['c1', false],
      ['c1', true],
      ['c1', false],
    ]);
  });

  it('is told of the conversation that is open now, not of the one before', () => {
    const { company, said } = play();
    const leave = company.open('c1');
    company.typed();
    leave();
    company.open('c2');
    vi.advanceTimersByTime(1200);
    expect(said).toEqual([
      ['c1', false],
      ['c2', false],
    ]);
  });
});

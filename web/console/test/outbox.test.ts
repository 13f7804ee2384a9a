import { Problem, Unreachable } from '@madoguchi/shared/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Done } from '../src/app/api';
import { Outbox, type Post, type Sending } from '../src/app/outbox';

const DONE = {} as Done;
const note = (text: string) => ({
  conversation: 'c1',
  mode: 'reply' as const,
  text,
  complete: false,
  seq: 3,
});

interface Played {
  outbox: Outbox;
  sent: Sending[];
  done: Sending[];
}

function play(answers: (() => Promise<Done>)[], wroteSince = false): Played {
  const sent: Sending[] = [];
  const done: Sending[] = [];
  const post: Post = {
    send(sending) {
      sent.push(sending);
      return (answers.shift() ?? (() => Promise.resolve(DONE)))();
    },
    done: (sending) => done.push(sending),
    lookAgain: () => Promise.resolve(),
    wroteSince: () => wroteSince,
  };
  return { outbox: new Outbox(post), sent, done };
}

const lost = () => Promise.reject(new Unreachable(new TypeError('failed')));
const refused = () => Promise.reject(new Problem(409, { title: 'The conversation is completed' }));

describe('the outbox', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('sends one after the other, in order', async () => {
    let answer: (done: Done) => void = () => undefined;
    const first = new Promise<Done>((resolve) => {
      answer = resolve;
    });
    const { outbox, sent, done } = play([() => first]);
    outbox.add(note('one'));
    outbox.add(note('two'));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(({ text }) => text)).toEqual(['one']);
    answer(DONE);
    await vi.advanceTimersByTimeAsync(0);
    expect(done.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(outbox.items.get()).toEqual([]);
  });

  it('asks again by the same name when the answer was lost', async () => {
    const { outbox, sent, done } = play([lost]);
    outbox.add(note('one'));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.items.get()[0]?.state).toBe('checking');
    await vi.advanceTimersByTimeAsync(2000);
    expect(done).toHaveLength(1);
    expect(new Set(sent.map(({ clientId }) => clientId)).size).toBe(1);
  });

  it('does not send by itself after five minutes, or once the contact has written', async () => {
    const late = play([lost]);
    late.outbox.add(note('one'));
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(Date.now() + 6 * 60_000);
    await vi.advanceTimersByTimeAsync(2000);
    expect(late.outbox.items.get()[0]?.state).toBe('asks');
    expect(late.sent).toHaveLength(1);
    late.outbox.resend(late.sent[0]?.clientId ?? '');
    await vi.advanceTimersByTimeAsync(0);
    expect(late.done).toHaveLength(1);

    const overtaken = play([lost], true);
    overtaken.outbox.add(note('two'));
    await vi.advanceTimersByTimeAsync(2000);
    expect(overtaken.outbox.items.get()[0]?.state).toBe('asks');
  });

  it('says why something was refused, and goes on with the next', async () => {
    const { outbox, done } = play([refused]);
    outbox.add(note('one'));
    outbox.add(note('two'));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.items.get()).toMatchObject([
      { text: 'one', state: 'refused', refusal: 'The conversation is completed' },
    ]);
    expect(done.map(({ text }) => text)).toEqual(['two']);
  });

  it('finds out what became of what an earlier page was sending, and leaves old things to a person', async () => {
    const kept = { ...note('one'), clientId: 'c', at: Date.now(), state: 'sending' };
    const old = { ...kept, text: 'old', clientId: 'o', at: Date.now() - 6 * 60_000 };
    localStorage.setItem('outbox', JSON.stringify([old, kept]));
    const { outbox, done } = play([]);
    outbox.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(done.map(({ clientId }) => clientId)).toEqual(['c']);
    expect(outbox.items.get()).toMatchObject([{ text: 'old', state: 'asks' }]);
  });

  it('does not ask whether a note should still go out because the contact has written', async () => {
    const { outbox, done } = play([lost], true);
    outbox.add({ ...note('one'), mode: 'note' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(done).toHaveLength(1);
  });
});

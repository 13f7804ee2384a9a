import { Problem, Unreachable } from '@madoguchi/shared/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper, type DraftPost, type Remote } from '../src/app/draft-keeper';
import { draftOf, forgetDrafts, keepDraft, kept, type Mode, put } from '../src/app/drafts';

/** A desk that keeps drafts as the API says: the newer one stands. */
class Played implements DraftPost {
  drafts = new Map<string, Remote>();
  said: string[] = [];
  fails: Error[] = [];

  save(_: string, mode: Mode, draft: Remote) {
    this.said.push(`save ${draft.text}`);
    const failure = this.fails.shift();
    if (failure) return Promise.reject(failure);
    const there = this.drafts.get(mode);
    if (there && there.at > draft.at) return Promise.resolve({ kept: false, draft: there });
    this.drafts.set(mode, { text: draft.text, at: draft.at });
    return Promise.resolve({ kept: true, draft });
  }
  remove(_: string, mode: Mode) {
    this.said.push('remove');
    this.drafts.delete(mode);
    return Promise.resolve();
  }
  load() {
    return Promise.resolve(Object.fromEntries(this.drafts) as Partial<Record<Mode, Remote>>);
  }
  list() {
    return Promise.resolve({});
  }
}

describe('drafts at the desk', () => {
  let desk: Played;
  let keeper: DraftKeeper;
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    forgetDrafts();
    desk = new Played();
    keeper = new DraftKeeper(desk);
    stop = keeper.start();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('are saved 800 ms after the last key, once', async () => {
    keepDraft('c1', 'reply', 'a');
    await pass(500);
    keepDraft('c1', 'reply', 'ab');
    await pass(500);
    expect(desk.said).toEqual([]);
    await pass(400);
    expect(desk.said).toEqual(['save ab']);
    expect(kept('c1', 'reply')?.saved).toBe(true);
  });

  it('come from another machine if they are newer there', async () => {
    keepDraft('c1', 'reply', 'here');
    await pass(900);
    desk.drafts.set('reply', { text: 'there', at: Date.now() + 5 });
    await keeper.load('c1');
    expect(draftOf('c1', 'reply')).toBe('there');
    // A clock that is behind the other machine's does not make the next word the older one.
    keepDraft('c1', 'reply', 'there and more');
    await pass(900);
    expect(desk.drafts.get('reply')?.text).toBe('there and more');
  });

  it('are gone here once they were sent there, but not what the desk never had', async () => {
    keepDraft('c1', 'reply', 'known to the desk');
    await pass(900);
    keepDraft('c1', 'note', 'not yet');
    desk.drafts.clear();
    await keeper.load('c1');
    expect(draftOf('c1', 'reply')).toBe('');
    expect(draftOf('c1', 'note')).toBe('not yet');
  });

  it('give way to a newer one, unless something was typed meanwhile', async () => {
    desk.drafts.set('reply', { text: 'newer', at: Date.now() + 60_000 });
    put('c1', 'reply', { text: 'older', at: Date.now(), saved: false });
    await keeper.wake();
    await pass(0);
    expect(draftOf('c1', 'reply')).toBe('newer');
  });

  it('are removed when they were sent', async () => {
    keepDraft('c1', 'reply', 'a');
    await pass(900);
    keepDraft('c1', 'reply', '');
    await pass(900);
    expect(desk.said).toEqual(['save a', 'remove']);
    expect(kept('c1', 'reply')).toBeUndefined();
  });

  it('are tried again when they could not be saved, and stay here when the desk does not want them', async () => {
    desk.fails = [new Unreachable(null), new Problem(422, {})];
    keepDraft('c1', 'reply', 'a');
    await pass(900);
    expect(kept('c1', 'reply')?.saved).toBe(false);
    await pass(15_000);
    expect(desk.said).toEqual(['save a', 'save a']);
    await pass(60_000);
    expect(desk.said).toHaveLength(2);
    expect(draftOf('c1', 'reply')).toBe('a');
  });
});

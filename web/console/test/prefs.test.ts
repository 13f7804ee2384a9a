import { Problem } from '@madoguchi/shared/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { change, prefs } from '../src/app/prefs';
import { type Kept, keepPrefs, merge, type PrefsPost, toDesk } from '../src/app/prefs-keeper';

const PLAIN: Kept = {
  send_key: 'ctrl_enter',
  sound: true,
  desktop: false,
  theme: 'auto',
  language: 'en',
  density: 'comfortable',
  saved_views: [],
  test_conversations: {},
};
const view = (name: string, query = `tag=${name}`) => ({ name, query });

/** The desk's side: one value with a version. */
class Desk implements PrefsPost {
  version: number | null = null;
  value: Kept = PLAIN;
  saves = 0;
  broken = false;
  /** Done by somebody else right before a save. */
  meanwhile: (() => void) | null = null;

  async load() {
    if (this.broken) throw new TypeError('no network');
    return { version: this.version, value: this.value };
  }

  async save(expected: number | null, value: Kept) {
    if (this.broken) throw new TypeError('no network');
    this.meanwhile?.();
    this.meanwhile = null;
    if (expected !== this.version) throw new Problem(409, { type: 'urn:madoguchi:problem:settings-changed' });
    this.saves += 1;
    return this.holds(value);
  }

  holds(value: Partial<Kept>) {
    this.version = (this.version ?? 0) + 1;
    this.value = { ...this.value, ...value };
    return { version: this.version, value: this.value };
  }
}

describe('preferences', () => {
  let leave = () => {};
  const keep = (desk: Desk, operator = 'op-1') => {
    leave();
    leave = keepPrefs(operator, desk);
    return vi.advanceTimersByTimeAsync(0);
  };
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    dispatchEvent(new StorageEvent('storage', { key: 'prefs' }));
    dispatchEvent(new StorageEvent('storage', { key: 'prefs-base' }));
  });
  afterEach(() => {
    leave();
    leave = () => {};
    vi.useRealTimers();
  });

  it('are not written while nothing differs from what everybody begins with', async () => {
    const desk = new Desk();
    await keep(desk);
    expect(desk.saves).toBe(0);
  });

  it('come from the desk to a new machine', async () => {
    const desk = new Desk();
    desk.holds({ send_key: 'enter', theme: 'dark', desktop: true, saved_views: [view('VIP')] });
    await keep(desk);
    expect(prefs.get()).toMatchObject({
      sendKey: 'enter',
      theme: 'dark',
      notify: true,
      views: [view('VIP')],
    });
    expect(desk.saves).toBe(0);
  });

  it('bring along what a machine has kept so far, and lose no view', async () => {
    change({ theme: 'dark', views: [view('mine')] });
    const empty = new Desk();
    await keep(empty);
    expect(empty.value).toMatchObject({ theme: 'dark', saved_views: [view('mine')] });
    localStorage.removeItem('prefs-base');
    dispatchEvent(new StorageEvent('storage', { key: 'prefs-base' }));
    const other = new Desk();
    other.holds({ theme: 'light', saved_views: [view('theirs')] });
    await keep(other);
    expect(other.value).toMatchObject({ theme: 'light', saved_views: [view('theirs'), view('mine')] });
  });

  it('are saved soon after a change, once for several', async () => {
    const desk = new Desk();
    await keep(desk);
    change({ density: 'compact' });
    change({ sound: false });
    change({ panel: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(desk.saves).toBe(1);
    expect(desk.value).toMatchObject({ density: 'compact', sound: false });
    change({ panel: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.saves).toBe(1);
  });

  it('come together field by field when somebody else was faster', async () => {
    const desk = new Desk();
    desk.holds({ saved_views: [view('a'), view('b')] });
    await keep(desk);
    desk.meanwhile = () => desk.holds({ theme: 'dark', saved_views: [view('a'), view('b'), view('c')] });
    change({ sendKey: 'enter', views: [view('b', 'tag=other'), view('d')] });
    await vi.advanceTimersByTimeAsync(1000);
    const views = [view('c'), view('b', 'tag=other'), view('d')];
    expect(desk.value).toMatchObject({ send_key: 'enter', theme: 'dark', saved_views: views });
    expect(prefs.get()).toMatchObject({ sendKey: 'enter', theme: 'dark', views });
  });

  it('wait for the network, also over a new start', async () => {
    const desk = new Desk();
    desk.holds({});
    await keep(desk);
    desk.broken = true;
    change({ theme: 'dark' });
    await vi.advanceTimersByTimeAsync(2000);
    leave();
    await keep(desk);
    expect(desk.value.theme).toBe('auto');
    desk.broken = false;
    dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.value.theme).toBe('dark');
    desk.broken = true;
    change({ theme: 'light' });
    await vi.advanceTimersByTimeAsync(2000);
    desk.broken = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(desk.value.theme).toBe('light');
  });

  it('of one operator are not those of the next', async () => {
    const first = new Desk();
    await keep(first);
    change({ theme: 'dark', views: [view('secret')] });
    await vi.advanceTimersByTimeAsync(1000);
    const second = new Desk();
    await keep(second, 'op-2');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(second.saves).toBe(0);
    expect(prefs.get().views).toEqual([]);
    change({ density: 'compact' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(second.value).toMatchObject({ density: 'compact', saved_views: [] });
  });

  it('merge as three', () => {
    const before: Kept = {
      ...PLAIN,
      theme: 'dark',
      saved_views: [view('a'), view('b')],
      test_conversations: { line: 'c1', web: 'c2' },
    };
    const mine: Kept = {
      ...before,
      sound: false,
      saved_views: [view('a')],
      test_conversations: { line: 'c1' },
    };
    const theirs: Kept = {
      ...before,
      theme: 'light',
      saved_views: [view('a', 'x=1'), view('b'), view('c')],
      test_conversations: { line: 'c3', web: 'c2', telegram: 'c4' },
    };
    expect(merge(before, mine, theirs)).toEqual({
      ...theirs,
      sound: false,
      saved_views: [view('a', 'x=1'), view('c')],
      test_conversations: { line: 'c3', telegram: 'c4' },
    });
  });

  it('take over views that were kept by themselves', () => {
    const filters = { view: 'mine', tag: 'VIP', q: undefined };
    localStorage.setItem('views', JSON.stringify([{ name: 'VIP', filters }]));
    dispatchEvent(new StorageEvent('storage', { key: 'prefs' }));
    expect(toDesk(prefs.get()).saved_views).toEqual([{ name: 'VIP', query: 'view=mine&tag=VIP' }]);
  });
});

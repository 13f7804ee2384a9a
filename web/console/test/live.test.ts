import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, Live, type LiveState } from '../src/app/live';

class Socket {
  static all: Socket[] = [];
  onopen: () => void = () => undefined;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  said: string[] = [];
  closed = false;
  readonly address: URL;
  constructor(address: URL) {
    this.address = address;
    Socket.all.push(this);
  }
  send(text: string) {
    this.said.push(text);
  }
  close() {
    this.closed = true;
  }
  hears(event: object) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  breaks(code = 1006) {
    this.onclose?.({ code });
  }
}

function play(url?: string) {
  const states: LiveState[] = [];
  const changed: string[] = [];
  const company: unknown[] = [];
  const calls = { missed: 0, tickets: 0, signedOut: 0 };
  const live = new Live({
    ticket: () => {
      calls.tickets += 1;
      return Promise.resolve({ ticket: `t${calls.tickets}`, url });
    },
    changed: (id) => changed.push(id),
    viewing: (...told) => company.push(told),
    typing: (...told) => company.push(told),
    missed: () => {
      calls.missed += 1;
    },
    state: (state) => states.push(state),
    signedOut: () => {
      calls.signedOut += 1;
    },
  });
  live.start();
  return { live, states, changed, company, calls };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const socket = (n: number) => {
  const found = Socket.all[n];
  if (!found) throw new Error(`there is no socket ${n}`);
  return found;
};

describe('the live socket', () => {
  beforeEach(() => {
    Socket.all = [];
    vi.stubGlobal('WebSocket', Socket);
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('opens with a ticket, asks for what was missed, and tells what has changed', async () => {
    const { changed, calls, states } = play();
    await settle();
    expect(socket(0).address.search).toBe('?ticket=t1');
    socket(0).hears({ type: 'ready' });
    socket(0).hears({ type: 'changed', conversation: 'c1', seq: 4 });
    expect(changed).toEqual(['c1']);
    expect(calls.missed).toBe(1);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('tells who looks and who types', async () => {
    const { company, changed } = play();
    await settle();
    socket(0).hears({ type: 'ready' });
    socket(0).hears({ type: 'viewing', conversation: 'c1', operator: 'op-2', typing: true });
    socket(0).hears({ type: 'typing', conversation: 'c1', on: false });
    expect(company).toEqual([
      ['c1', 'op-2', true],
      ['c1', false],
    ]);
    expect(changed).toEqual([]);
  });

  it('takes a pong for ready where a gateway holds the socket, at an address of its own', async () => {
    const { states } = play('wss://desk.example.com/live');
    await settle();
    expect(socket(0).address.href).toBe('wss://desk.example.com/live?ticket=t1');
    socket(0).onopen();
    expect(socket(0).said).toEqual(['{"type":"ping"}']);
    socket(0).hears({ type: 'pong' });
    expect(states.at(-1)).toBe('live');
  });

  it('hears several things at once', async () => {
    const { changed, calls } = play();
    await settle();
    socket(0).hears({ type: 'ready' });
    const typing = { type: 'typing', conversation: 'c1', on: true };
    socket(0).hears({ type: 'several', events: [{ type: 'changed', conversation: 'c1', seq: 4 }, typing] });
    socket(0).hears({ type: 'several', events: [{ type: 'missed' }, typing] });
    expect(changed).toEqual(['c1']);
    expect(calls.missed).toBe(2);
  });

  it('comes back after a break, with another ticket, and asks again for all that is shown', async () => {
    const { calls, states } = play();
    await settle();
    socket(0).hears({ type: 'ready' });
    socket(0).breaks();
    expect(states.at(-1)).toBe('down');
    await vi.advanceTimersByTimeAsync(250);
    socket(1).hears({ type: 'ready' });
    expect(calls).toMatchObject({ tickets: 2, missed: 2 });
  });

  it('opens the next socket before the old one closes', async () => {
    play();
    await settle();
    socket(0).hears({ type: 'ready' });
    // The gateway answers each ping.
    for (let minute = 0; minute < 110; minute += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      socket(0).hears({ type: 'pong' });
    }
    expect(socket(0).closed).toBe(false);
    socket(1).hears({ type: 'ready' });
    expect(socket(0).closed).toBe(true);
  });

  it('gives up a socket that does not answer', async () => {
    play();
    await settle();
    socket(0).hears({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(5 * 60_000 + 20_000);
    expect(socket(0).closed).toBe(true);
  });

  it('does not come back to a session that has ended', async () => {
    const { calls } = play();
    await settle();
    socket(0).hears({ type: 'ready' });
    socket(0).breaks(4401);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls).toMatchObject({ tickets: 1, signedOut: 1 });
  });

  it('closes a socket that opens after it was stopped', async () => {
    const { live, states } = play();
    await settle();
    live.stop();
    socket(0).hears({ type: 'ready' });
    expect(socket(0).closed).toBe(true);
    expect(states).toEqual(['connecting']);
  });

  it('waits longer and longer, but never more than half a minute', () => {
    expect([0, 1, 2, 10].map((attempt) => backoff(attempt, 1))).toEqual([500, 1000, 2000, 30_000]);
    expect(backoff(3, 0)).toBe(0);
  });
});

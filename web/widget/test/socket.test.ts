import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Hears, socket } from '../src/socket';

class Line {
  static made: Line[] = [];
  sent: Record<string, unknown>[] = [];
  onopen?: () => void;
  onclose?: ((event: { code: number }) => void) | null;
  onmessage?: (event: { data: string }) => void;
  closed = false;
  constructor(readonly url: string) {
    Line.made.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  hear(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  drop(code: number) {
    this.onclose?.({ code });
  }
}

const heard: unknown[] = [];
let wanted = true;
const hears: Hears = {
  hello: () => (wanted ? { url: 'wss://desk', token: 't', after: 7 } : undefined),
  event: (event) => heard.push(['event', event.seq]),
  signal: (type, on) => heard.push(['signal', type, on]),
  newest: (seq, reset) => heard.push(['newest', seq, reset]),
  refused: (code) => heard.push(['refused', code]),
  turned: () => heard.push(['turned']),
};
const line = () => Line.made.at(-1) as Line;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  vi.spyOn(Math, 'random').mockReturnValue(1);
  Line.made = [];
  heard.length = 0;
  wanted = true;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('it says hello with where it is, and hears', () => {
  const it = socket(hears);
  it.open();
  it.open();
  expect(Line.made).toHaveLength(1);
  line().onopen?.();
  expect(line().sent).toEqual([{ op: 'hello', proto: 1, token: 't', after: 7 }]);
  line().hear({ op: 'ready', lastSeq: 9, resume: 'delta', heartbeatMs: 30_000 });
  line().hear({ op: 'event', event: { seq: 8 } });
  line().hear({ op: 'of a later protocol' });
  expect(heard).toEqual([['newest', 9, false], ['turned'], ['event', 8]]);
  expect(it.ready()).toBe(true);
});

test('it comes back after a random wait that doubles, at most 30 s', () => {
  socket(hears).open();
  for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const made = Line.made.length;
    line().drop(1006);
    vi.advanceTimersByTime(wait - 1);
    expect(Line.made).toHaveLength(made);
    vi.advanceTimersByTime(1);
    expect(Line.made).toHaveLength(made + 1);
  }
});

test('a ping without an answer is a lost line; an answer tells of what was missed', () => {
  socket(hears).open();
  line().hear({ op: 'ready', lastSeq: 7, resume: 'delta', heartbeatMs: 30_000 });
  vi.advanceTimersByTime(30_000);
  expect(line().sent).toEqual([{ op: 'ping', n: 1 }]);
  line().hear({ op: 'pong', n: 1, lastSeq: 12 });
  expect(heard).toContainEqual(['newest', 12, false]);
  vi.advanceTimersByTime(39_999);
  expect(line().closed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(Line.made[0]?.closed).toBe(true);
});

test.each([4401, 4403, 4409])('close code %i does not try again by itself', (code) => {
  socket(hears).open();
  line().drop(code);
  vi.advanceTimersByTime(120_000);
  expect(Line.made).toHaveLength(1);
  expect(heard).toEqual([['refused', code]]);
});

test('shut is shut, and nothing opens that nobody wants', () => {
  const it = socket(hears);
  it.open();
  it.shut();
  line().drop(1006);
  vi.advanceTimersByTime(60_000);
  expect([Line.made.length, line().closed]).toEqual([1, true]);
  wanted = false;
  it.retry();
  expect(Line.made).toHaveLength(1);
});

test('where sockets are forbidden there is none', () => {
  vi.stubGlobal('WebSocket', function refuse() {
    throw new Error('denied');
  });
  const it = socket(hears);
  it.open();
  expect(it.ready()).toBe(false);
});

/** The socket: a faster way to the same stream. Whatever it does or fails to do, nothing depends on it. */

import type { Frame, StreamEvent } from './protocol';
import { backoff } from './upload';

export interface Hears {
  /** What to say hello with; nothing while there is no use for a socket. */
  hello(): { url: string; token: string; after: number } | undefined;
  event(event: StreamEvent): void;
  /** Something that is not kept, such as typing. */
  signal(type: string, on: boolean): void;
  /** The server's highest number; `reset` if ours means nothing to it. */
  newest(seq: number, reset: boolean): void;
  /** It closed with a code that says that trying again is of no use before something is done about it. */
  refused(code: number): void;
  /** It opened or closed. */
  turned(): void;
}

/** An answer to a ping comes within this, in milliseconds. */
const PONG = 10_000;
/** A connection that lasted so long was good: the next attempt does not wait. */
const GOOD = 60_000;

export function socket(hears: Hears) {
  let line: WebSocket | undefined;
  let ready = false;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beat: ReturnType<typeof setInterval> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;

  function shut() {
    const old = line;
    line = undefined;
    clearTimeout(timer);
    clearTimeout(late);
    clearInterval(beat);
    if (old) {
      old.onclose = old.onmessage = old.onopen = null;
      old.close();
    }
    if (ready) {
      ready = false;
      hears.turned();
    }
  }

  /** Tries again after a while. */
  function lost(since: number) {
    shut();
    if (Date.now() - since > GOOD) attempts = 0;
    timer = setTimeout(open, backoff(attempts++));
  }

  function open() {
    clearTimeout(timer);
    const hello = hears.hello();
    if (line || !hello) return;
    const since = Date.now();
    let mine: WebSocket;
    try {
      mine = new WebSocket(hello.url, 'chat.v1');
    } catch {
      // The page's policy forbids it: the stream is polled.
      return;
    }
    line = mine;
    const say = (frame: object) => mine.send(JSON.stringify(frame));
    mine.onopen = () => say({ op: 'hello', proto: 1, token: hello.token, after: hello.after });
    mine.onclose = ({ code }) => {
      lost(since);
      if (code === 4401 || code === 4403 || code === 4409) {
        clearTimeout(timer);
        hears.refused(code);
      }
    };
    mine.onmessage = ({ data }) => {
      const frame = JSON.parse(data) as Frame;
      if (frame.op === 'event') hears.event(frame.event);
      else if (frame.op === 'signal') hears.signal(frame.type, frame.data.state === 'on');
      else if (frame.op === 'pong') {
        clearTimeout(late);
        if (frame.lastSeq) hears.newest(frame.lastSeq, false);
      } else if (frame.op === 'ready') {
        ready = true;
        let n = 0;
        beat = setInterval(() => {
          say({ op: 'ping', n: ++n });
          late = setTimeout(lost, PONG, since);
        }, frame.heartbeatMs);
        hears.newest(frame.lastSeq, frame.resume === 'reset');
        hears.turned();
      }
    };
  }

  return {
    open,
    shut,
    /** Tries at once, also if it was waiting. */
    retry() {
      attempts = 0;
      open();
    },
    ready: () => ready,
    /** Says something that may be lost. */
    say(frame: object) {
      if (ready) line?.send(JSON.stringify(frame));
    },
  };
}

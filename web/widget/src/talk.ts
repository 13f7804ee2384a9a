/** A conversation: the session, the stream, what the visitor says. Fetched once the visitor agrees, or has agreed before. */

import type { Client } from './client';
import { call, Refusal } from './http';
import type { Pending, Sending } from './model';
import type { Choice, Enquiry, Page, Saying, Session, StreamEvent } from './protocol';
import { socket } from './socket';
import { type Change, reduce, thread } from './state';
import sheet from './talk.css?inline';
import { backoff, put as putFile } from './upload';

export { Attach } from './attach';
export { Conversation } from './conversation';
export { moreOf } from './more-words';
export { sheet, thread };

export type TalkModule = typeof import('./talk');
export type Talk = ReturnType<typeof talk>;

/** A token that ends sooner than this, in milliseconds, is renewed before it is used. */
const RENEW = 24 * 3_600_000;
/** Something said this long ago, in milliseconds, does not go out by itself any more. */
const STALE = 5 * 60_000;
const POLL = 4_000;
/** Somebody who typed is shown as typing for so long, in milliseconds. */
const TYPING = 8_000;
/** The visitor's typing is told no more often than this, in milliseconds. */
const TYPED = 3_000;
const SLOW = 30_000;
/** How long, in milliseconds, the server may be out of reach before it is worth saying. */
const BLIP = 5_000;
/** As many events as are looked at when the panel opens. */
const WINDOW = 100;
/** The server tells no more events than this; what lies before comes as history. */
const REACH = 500;

export function talk(desk: Client) {
  const { setting } = desk;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let pace = POLL;
  let out: ReturnType<typeof setTimeout> | undefined;
  let wake: (() => void) | undefined;
  const stops = new Map<string, AbortController>();
  /** Pictures that were sent from this page, by the id of their message. */
  const pictures = new Map<string, string>();

  function put(change: Change) {
    const { read } = desk.state;
    desk.set(reduce(desk.state, change));
    if (change.type === 'told') {
      for (const { seq, type, data } of change.events) {
        if (seq <= read) continue;
        // Whoever waits is told whether somebody is there now.
        if (data.waiting) desk.configure();
        if (data.author && data.author.kind !== 'visitor') types(false);
        if (type === 'message.created') desk.tell('message', { from: data.author?.kind });
        else if (data.status === 'completed') desk.tell('ended');
      }
    } else desk.save();
  }
  let still: ReturnType<typeof setTimeout> | undefined;
  /** An operator types; nobody tells when they stop. */
  function types(on: boolean) {
    clearTimeout(still);
    if (on) still = setTimeout(types, TYPING, false);
    if (on !== desk.state.typing) desk.set({ typing: on });
  }
  const live = () => desk.state.stage === 'live' && !!desk.kept;

  /** Notes whether the server can be reached; says so only when it could not for a while. */
  function reached(yes: boolean) {
    if (yes) {
      if (out) wake?.();
      clearTimeout(out);
      out = undefined;
      if (desk.state.down) desk.set({ down: false });
    } else out ??= setTimeout(() => desk.set({ down: true }), BLIP);
  }

  async function ask<T>(method: string, path: string, body?: unknown, token = desk.kept?.token): Promise<T> {
    try {
      const answer = await call<T>(method, `${setting.api}/web/v1${path}`, token, body);
      reached(true);
      return answer;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      reached(refusal.status !== 0 && refusal.status < 500);
      if (refusal.status === 401 && token && token === desk.kept?.token) {
        if (refusal.code === 'token_expired') {
          await session();
          return ask(method, path, body);
        }
        rest();
        desk.forget();
      }
      if (refusal.code === 'origin_not_allowed') bar();
      throw refusal;
    }
  }

  function bar() {
    rest();
    desk.bar();
  }

  /** Nothing more by itself. */
  function rest() {
    line.shut();
    clearTimeout(poll);
  }

  /** Begins a session, takes one up again, or joins one with who the visitor turned out to be. */
  async function session() {
    const { kept, identity } = desk;
    const who = typeof identity === 'function' ? await identity() : identity;
    const begun = await ask<Session>(
      'POST',
      '/sessions',
      {
        widgetKey: setting.key,
        visitor: {
          locale: setting.lang,
          timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          page: { url: location.href.split('#')[0], title: document.title },
        },
        ...(who && { identity: who }),
        ...(kept && { resumeToken: kept.token }),
      },
      '',
    );
    const { visitorId, lastSeq } = begun;
    const same = kept?.visitor === visitorId;
    const read = kept && (same || who) ? Math.min(kept.read, lastSeq) : lastSeq;
    desk.kept = {
      token: begun.visitorToken,
      until: Date.parse(begun.expiresAt),
      visitor: visitorId,
      socket: begun.ws.url,
      read,
    };
    if (!same) put({ type: 'began', after: Math.max(0, lastSeq - WINDOW) });
    desk.set({ stage: 'live', read });
    desk.save();
    if (desk.context) tell({ attributes: desk.context }).catch(() => {});
  }

  /** What the visitor, or the page, tells of them. */
  const tell = (patch: object) => ask('PATCH', '/visitor', patch);

  let fetching: Promise<void> | undefined;
  let once = false;
  /** Fetches everything after what is held, and again if more was heard of meanwhile. */
  function catchUp(): Promise<void> {
    once = true;
    fetching ??= (async () => {
      try {
        for (let more = true; more || once; ) {
          once = false;
          const { last } = desk.state;
          const page = await ask<Page>('GET', `/events?after=${last}&limit=100`);
          // A server that knows less than we do was put back to an earlier time.
          const back = page.lastSeq < last;
          if (back) put({ type: 'began', after: Math.max(0, page.lastSeq - WINDOW) });
          else put({ type: 'told', events: page.events, newest: page.lastSeq });
          more = back || (page.hasMore && desk.state.last > last);
        }
        if (!desk.state.loaded) desk.set({ loaded: true });
      } catch (refusal) {
        if (!(refusal instanceof Refusal) || refusal.code !== 'cursor_expired') throw refusal;
        // Too far behind: the newest are what matters, the rest is history.
        put({ type: 'began', after: refusal.oldest + REACH - WINDOW });
        once = true;
      } finally {
        fetching = undefined;
      }
      return once ? catchUp() : undefined;
    })();
    return fetching;
  }

  /** Fetches what lies before what is held. */
  async function earlier() {
    const { from, last } = desk.state;
    const to = Math.max(0, from - WINDOW);
    if (!from) return;
    if (last - to <= REACH) {
      const page = await ask<Page>('GET', `/events?after=${to}&limit=${WINDOW}`);
      put({ type: 'earlier', events: page.events, from: to });
      return;
    }
    const first = thread(desk.state).items.find((item) => 'id' in item);
    if (!first || !('id' in first)) return;
    type History = { messages: StreamEvent[]; hasMore: boolean };
    const page = await ask<History>('GET', `/messages?before=${first.id}&limit=50`);
    const numbers = page.messages.map(({ seq }) => seq);
    put({ type: 'earlier', events: page.messages, from: page.hasMore ? Math.min(...numbers, from) - 1 : 0 });
  }

  const line = socket({
    hello() {
      const { kept, state } = desk;
      return live() && state.open && kept
        ? { url: kept.socket, token: kept.token, after: state.last }
        : undefined;
    },
    event(event) {
      put({ type: 'told', events: [event] });
      if (desk.state.last < desk.state.newest) look(0);
    },
    signal(type, on) {
      if (type === 'typing') types(on);
    },
    newest(seq, reset) {
      if (reset) put({ type: 'began', after: Math.max(0, seq - WINDOW) });
      if (reset || seq > desk.state.last) look(0);
    },
    refused(code) {
      if (code === 4403) bar();
      else if (code === 4401) session().then(line.open, () => {});
    },
    turned() {
      wake?.();
      look(0);
    },
  });

  /** Looks for what is new after a while, for as long as that makes sense. */
  function look(wait: number) {
    clearTimeout(poll);
    poll = setTimeout(async () => {
      if (!live()) return;
      const { last } = desk.state;
      await catchUp().catch(() => {});
      if (line.ready() || !live()) return;
      const { state } = desk;
      pace = state.last > last ? POLL : Math.min(SLOW, pace * 1.5);
      if (!state.open && thread(state).status === 'completed') return;
      look((document.hidden ? SLOW : pace) * (0.8 + 0.4 * Math.random()));
    }, wait);
  }

  /** Something happened that makes it likely that there is something new, or that the server can be reached again. */
  function stir() {
    wake?.();
    if (!live()) return;
    pace = POLL;
    line.retry();
    look(0);
  }

  let pumping = false;
  /** Sends what waits, one after the other, each until the server has said yes or no to it. */
  async function pump() {
    if (pumping) return;
    pumping = true;
    for (let failures = 0; live(); ) {
      const next = desk.state.pending.find((p) => p.state === 'queued');
      if (!next) break;
      const turn = (to: Partial<Pending>) => put({ type: 'changed', id: next.id, to });
      if (Date.now() - next.at > STALE) {
        turn({ state: 'failed' });
        continue;
      }
      try {
        const { seq } = await ask<{ seq: number }>('POST', '/messages', {
          clientMessageId: next.id,
          ...next.body,
        });
        failures = 0;
        turn({ state: 'sent' });
        if (next.body?.type === 'enquiry') desk.set({ saved: 'asked' });
        // Whoever ends it themselves leaves nothing behind.
        if (next.body?.type === 'action' && /^mdg\.(end|leave)$/.test(next.body.action.actionId))
          desk.erase();
        // Without a socket an answer of the bot is fetched, which takes it a moment.
        if (!line.ready()) look(seq > desk.state.last ? 300 : 1_000);
      } catch (refusal) {
        const { again, code, after } =
          refusal instanceof Refusal ? refusal : new Refusal(0, 'unknown', false);
        if (!again) turn({ state: 'failed', why: code });
        else
          await new Promise<void>((go) => {
            wake = go;
            setTimeout(go, after ?? backoff(++failures));
          });
      }
    }
    pumping = false;
  }

  function say(body: Saying, text: string) {
    put({ type: 'said', pending: { id: uuid(), at: Date.now(), body, text, state: 'queued' } });
    pump();
  }

  function press(source: string, { actionId, label, value }: Choice, comment?: string) {
    const pressed = { sourceMessageId: source, actionId, label };
    const action = { ...pressed, ...(value && { value }), ...(comment && { comment }) };
    say({ type: 'action', action }, comment ?? label);
  }

  let typedAt = 0;
  async function upload(id: string, files: readonly Sending[], text: string) {
    const stop = new AbortController();
    stops.set(id, stop);
    const done = files.map(() => 0);
    const turn = (to: Partial<Pending>) => {
      if (!stop.signal.aborted) put({ type: 'changed', id, to });
    };
    try {
      const attachments: { uploadId: string }[] = [];
      for (const [at, { file }] of files.entries()) {
        type Announced = { uploadId: string; url: string; method: string; headers: Record<string, string> };
        const where = await ask<Announced>('POST', '/uploads', {
          clientUploadId: uuid(),
          fileName: file.name.slice(-120) || 'file',
          mimeType: file.type,
          size: file.size,
        });
        await putFile(where, file, stop.signal, (part) => {
          done[at] = part;
          turn({ files: files.map((sending, at) => ({ ...sending, done: done[at] ?? 0 })) });
        });
        attachments.push({ uploadId: where.uploadId });
      }
      turn({
        state: 'queued',
        body: { type: 'attachment', attachments, ...(text && { text }) },
        at: Date.now(),
      });
      pump();
    } catch (refusal) {
      turn({ state: 'failed', why: refusal instanceof Refusal ? refusal.code : 'unknown' });
    } finally {
      stops.delete(id);
    }
  }

  let receipt: ReturnType<typeof setTimeout> | undefined;

  const visible = () => {
    if (!document.hidden) stir();
  };
  const offline = () => {
    if (live()) reached(false);
  };
  document.addEventListener('visibilitychange', visible);
  addEventListener('online', stir);
  addEventListener('pageshow', stir);
  addEventListener('offline', offline);
  // A page with an open socket cannot be put aside and taken up again.
  addEventListener('pagehide', line.shut);

  async function resume() {
    if ((desk.kept?.until ?? 0) - Date.now() < RENEW) await session();
    stir();
    pump();
    if (desk.state.open) await earlier();
  }
  if (desk.kept) resume().catch(() => look(POLL));

  return {
    tell,
    earlier: () => earlier().catch(() => {}),

    /** Begins, or begins again as somebody else. */
    async begin() {
      await session();
      stir();
    },

    /** The socket lives only while the panel is open. */
    async turned(open: boolean) {
      if (!live()) return;
      if (!open) {
        line.shut();
        look(POLL);
        return;
      }
      stir();
      const { last, from } = desk.state;
      if (last - from < WINDOW) await earlier().catch(() => {});
    },

    say(text: string) {
      desk.over = false;
      say({ type: 'text', text }, text);
    },

    enquire(enquiry: Enquiry) {
      say({ type: 'enquiry', enquiry }, Object.values(enquiry).join('\n'));
    },

    press,

    /** Rates, and asks why. */
    rate(source: string, choice: Choice) {
      press(source, choice);
      desk.set({ sheet: 'why', rated: { source, choice } });
    },

    explain(comment: string) {
      const { rated } = desk.state;
      if (rated) press(rated.source, rated.choice, comment);
    },

    /** The visitor types, which operators may be shown. */
    typed() {
      if (!desk.state.config?.typing || !line.ready() || Date.now() - typedAt < TYPED) return;
      typedAt = Date.now();
      line.say({ op: 'typing', state: 'on' });
    },

    attach(files: readonly File[], text: string) {
      desk.over = false;
      const id = uuid();
      const sending = files.map((file) => ({ file, url: URL.createObjectURL(file), done: 0 }));
      put({ type: 'said', pending: { id, at: Date.now(), files: sending, text, state: 'uploading' } });
      for (const [at, { url }] of sending.entries()) pictures.set(at ? `${id}.${at + 1}` : id, url);
      upload(id, sending, text);
    },

    /** The picture of a message that was sent from this page. */
    picture: (clientId: string | undefined) => pictures.get(clientId ?? ''),

    /** Sends again what was not, under its own id. */
    resend({ id, body, files, text }: Pending) {
      put({ type: 'changed', id, to: { state: body ? 'queued' : 'uploading', at: Date.now() } });
      if (body) pump();
      else upload(id, files ?? [], text);
    },

    discard(id: string) {
      stops.get(id)?.abort();
      put({ type: 'unsaid', id });
    },

    /** The visitor has everything up to here before their eyes. */
    seen(seq: number) {
      if (!desk.kept || seq <= desk.kept.read) return;
      desk.kept = { ...desk.kept, read: seq };
      desk.set({ read: seq });
      desk.save();
      clearTimeout(receipt);
      receipt = setTimeout(() => {
        if (desk.kept) ask('POST', '/receipts', { state: 'read', upToSeq: desk.kept.read }).catch(() => {});
      }, 500);
    },

    /** Ends the session on the server too, so that nobody finds its token. */
    async leave() {
      await ask('DELETE', '/sessions/current').catch(() => {});
      rest();
      if (desk.kept) desk.forget();
    },

    end() {
      rest();
      document.removeEventListener('visibilitychange', visible);
      removeEventListener('online', stir);
      removeEventListener('pageshow', stir);
      removeEventListener('offline', offline);
      removeEventListener('pagehide', line.shut);
    },
  };
}

/** `crypto.randomUUID` is only there on secure pages. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

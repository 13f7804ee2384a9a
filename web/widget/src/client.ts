/** Keeps the state in step with the server: the session, the stream, what the visitor says. */

import { backoff, call, put as putFile, Refusal } from './http';
import type { Config, Identity, Page, Saying, Session, StreamEvent } from './protocol';
import { keep, keyOf, memory } from './room';
import { socket } from './socket';
import { type Change, initial, type Pending, reduce, type Sending, type State, thread } from './state';

export interface Setting {
  key: string;
  /** Scheme and host of the server. */
  api: string;
  lang: string;
  /** The page named the language itself, so that the inbox's does not count. */
  named: boolean;
}

/** What survives the page, once the visitor has agreed. */
interface Kept {
  token: string;
  /** When the token ends, in milliseconds since 1970. */
  until: number;
  visitor: string;
  socket: string;
  /** Up to here everything was seen. */
  read: number;
}

/** What survives a reload of the tab. */
interface Tab {
  open?: boolean;
  draft?: string;
  pending?: Pending[];
}

/** A token that ends sooner than this, in milliseconds, is renewed before it is used. */
const RENEW = 24 * 3_600_000;
/** Something said this long ago, in milliseconds, does not go out by itself any more. */
const STALE = 5 * 60_000;
const POLL = 4_000;
const SLOW = 30_000;
/** How long, in milliseconds, the server may be out of reach before it is worth saying. */
const BLIP = 5_000;
/** As many events as are looked at when the panel opens. */
const WINDOW = 100;
/** The server tells no more events than this; what lies before comes as history. */
const REACH = 500;

export type Client = ReturnType<typeof client>;

export function client(setting: Setting, heard: (state: State, change: Change) => void) {
  const name = keyOf(setting.key);
  let state: State = initial;
  let kept = memory('localStorage', name) as unknown as Kept | undefined;
  const tab: Tab = memory('sessionStorage', name) ?? {};
  let identity: Identity | (() => Promise<Identity>) | undefined;
  let context: Record<string, string> | undefined;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let pace = POLL;
  let out: ReturnType<typeof setTimeout> | undefined;
  let wake: (() => void) | undefined;
  const stops = new Map<string, AbortController>();

  function put(change: Change) {
    state = reduce(state, change);
    if (change.type === 'said' || change.type === 'changed' || change.type === 'unsaid') save();
    heard(state, change);
  }
  const set = (to: Partial<State>) => put({ type: 'set', to });

  /** Keeps what must survive; nothing before the visitor has agreed. */
  function save() {
    if (!kept) return;
    tab.open = state.open;
    tab.pending = state.pending.filter((p) => p.body && p.state !== 'sent').map(({ files, ...p }) => p);
    keep('sessionStorage', name, tab);
    if (!keep('localStorage', name, kept)) set({ volatile: true });
  }

  /** Notes whether the server can be reached; says so only when it could not for a while. */
  function reached(yes: boolean) {
    if (yes) {
      if (out) wake?.();
      clearTimeout(out);
      out = undefined;
      if (state.down) set({ down: false });
    } else out ??= setTimeout(() => set({ down: true }), BLIP);
  }

  async function ask<T>(method: string, path: string, body?: unknown, token = kept?.token): Promise<T> {
    try {
      const answer = await call<T>(method, `${setting.api}/web/v1${path}`, token, body);
      reached(true);
      return answer;
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      reached(refusal.status !== 0 && refusal.status < 500);
      if (refusal.status === 401 && token && token === kept?.token) {
        if (refusal.code !== 'token_expired') forget();
        else {
          await session();
          return ask(method, path, body);
        }
      }
      if (refusal.code === 'origin_not_allowed') bar();
      throw refusal;
    }
  }

  /** This page may not show the messenger. */
  function bar() {
    console.warn(`chat: ${location.origin} is not among the allowed origins of ${setting.key}`);
    line.shut();
    set({ stage: 'barred', open: false });
  }

  async function configure() {
    const lang = setting.named || document.documentElement.lang ? setting.lang : '';
    try {
      const query = `key=${encodeURIComponent(setting.key)}&lang=${encodeURIComponent(lang)}`;
      const config = await ask<Config>('GET', `/config?${query}`, undefined, '');
      set({ config, mute: false });
    } catch {
      set({ mute: true });
    }
  }

  /** Begins a session, takes one up again, or joins one with who the visitor turned out to be. */
  async function session() {
    const who = typeof identity === 'function' ? await identity() : identity;
    const { visitor: before, read } = kept ?? {};
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
    const same = before === begun.visitorId;
    kept = {
      token: begun.visitorToken,
      until: Date.parse(begun.expiresAt),
      visitor: begun.visitorId,
      socket: begun.ws.url,
      read: same || who ? Math.min(read ?? begun.lastSeq, begun.lastSeq) : begun.lastSeq,
    };
    if (!same) put({ type: 'began', after: Math.max(0, begun.lastSeq - WINDOW) });
    set({ stage: 'live', read: kept.read });
    save();
    if (context) tell({ attributes: context }).catch(() => {});
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
          const { last } = state;
          const page = await ask<Page>('GET', `/events?after=${last}&limit=100`);
          // A server that knows less than we do was put back to an earlier time.
          if (page.lastSeq < last) put({ type: 'began', after: Math.max(0, page.lastSeq - WINDOW) });
          else put({ type: 'told', events: page.events, newest: page.lastSeq });
          more = page.lastSeq < last || (page.hasMore && state.last > last);
        }
        set({ loaded: true });
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal;
        if (refusal.code === 'cursor_expired') {
          // Too far behind: the newest are what matters, the rest is history.
          put({ type: 'began', after: refusal.oldest + REACH - WINDOW });
          once = true;
        }
      } finally {
        fetching = undefined;
      }
      if (once) return catchUp();
      return undefined;
    })();
    return fetching;
  }

  /** Fetches what lies before what is held. */
  async function earlier() {
    const { from, last } = state;
    const to = Math.max(0, from - WINDOW);
    if (!from) return;
    if (last - to <= REACH) {
      const page = await ask<Page>('GET', `/events?after=${to}&limit=${WINDOW}`);
      put({ type: 'earlier', events: page.events, from: to });
      return;
    }
    const first = thread(state).items.find((item) => 'id' in item);
    if (!first || !('id' in first)) return;
    type History = { messages: StreamEvent[]; hasMore: boolean };
    const page = await ask<History>('GET', `/messages?before=${first.id}&limit=50`);
    const numbers = page.messages.map(({ seq }) => seq);
    put({ type: 'earlier', events: page.messages, from: page.hasMore ? Math.min(...numbers, from) - 1 : 0 });
  }

  const live = () => state.stage === 'live' && !!kept;

  const line = socket({
    hello: () =>
      live() && state.open && kept ? { url: kept.socket, token: kept.token, after: state.last } : undefined,
    event(event) {
      put({ type: 'told', events: [event] });
      if (state.last < state.newest) catchUp();
    },
    newest(seq, reset) {
      if (reset) put({ type: 'began', after: Math.max(0, seq - WINDOW) });
      if (reset || seq > state.last) catchUp();
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
      const { last } = state;
      await catchUp().catch(() => {});
      if (line.ready()) return;
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
    if (state.open) line.retry();
    look(0);
  }

  let pumping = false;
  /** Sends what waits, one after the other, each until the server has said yes or no to it. */
  async function pump() {
    if (pumping) return;
    pumping = true;
    for (let failures = 0; live(); ) {
      const next = state.pending.find((p) => p.state === 'queued');
      if (!next) break;
      const fail = (why: string) => put({ type: 'changed', id: next.id, to: { state: 'failed', why } });
      try {
        const { seq } = await ask<{ seq: number }>('POST', '/messages', { clientMessageId: next.id, ...next.body });
        failures = 0;
        put({ type: 'changed', id: next.id, to: { state: 'sent' } });
        if (seq > state.last && !line.ready()) look(0);
        else if (!line.ready()) look(1_000);
      } catch (refusal) {
        const { again, code, after } = refusal instanceof Refusal ? refusal : new Refusal(0, 'unknown', false);
        if (!again) fail(code);
        else if (Date.now() - next.at > STALE) fail('unreachable');
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

  async function upload(id: string, files: readonly Sending[], text: string) {
    const stop = new AbortController();
    stops.set(id, stop);
    const done = files.map(() => 0);
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
          put({ type: 'changed', id, to: { files: files.map((sending, at) => ({ ...sending, done: done[at] ?? 0 })) } });
        });
        attachments.push({ uploadId: where.uploadId });
      }
      const body: Saying = { type: 'attachment', attachments, ...(text && { text }) };
      if (!stop.signal.aborted) put({ type: 'changed', id, to: { state: 'queued', body, at: Date.now() } });
      pump();
    } catch (refusal) {
      const why = refusal instanceof Refusal ? refusal.code : 'unknown';
      if (!stop.signal.aborted) put({ type: 'changed', id, to: { state: 'failed', why } });
    } finally {
      stops.delete(id);
    }
  }

  /** Leaves nothing of the conversation on this device. What was not sent goes back into the draft. */
  function forget() {
    const unsent = state.pending.filter((p) => p.state !== 'sent').map((p) => p.text);
    kept = undefined;
    line.shut();
    clearTimeout(poll);
    keep('localStorage', name, undefined);
    keep('sessionStorage', name, undefined);
    tab.draft = [tab.draft, ...unsent].filter(Boolean).join('\n');
    const { open, config, life } = state;
    set({ ...initial, open, ...(config && { config }), life: life + 1 });
  }

  let receipt: ReturnType<typeof setTimeout> | undefined;

  document.addEventListener('visibilitychange', visible);
  for (const type of ['online', 'pageshow']) addEventListener(type, stir);
  addEventListener('offline', offline);
  addEventListener('pagehide', line.shut);
  function visible() {
    if (!document.hidden) stir();
  }
  function offline() {
    if (live()) reached(false);
  }

  // Somebody who agreed before goes on where they were.
  if (kept) {
    state = { ...state, stage: 'live', read: kept.read, pending: tab.pending ?? [] };
    state = reduce(state, { type: 'began', after: kept.read });
    (kept.until - Date.now() < RENEW ? session() : Promise.resolve()).then(
      () => {
        look(0);
        pump();
      },
      () => look(POLL),
    );
  }

  return {
    state: () => state,
    set,
    tab,
    save,
    configure,
    earlier: () => earlier().catch(() => {}),

    /** The visitor agrees: from here on something is kept. */
    async start() {
      set({ stage: 'starting' });
      try {
        await session();
        look(0);
        line.open();
      } catch (refusal) {
        if (state.stage !== 'starting') return;
        const code = refusal instanceof Refusal ? refusal.code : 'unknown';
        set({ stage: 'new', error: code });
      }
    },

    /** Opens or closes; the socket lives only while the panel is open. */
    async turn(open: boolean) {
      set({ open, sheet: undefined });
      save();
      if (!open) {
        line.shut();
        return look(POLL);
      }
      if (!state.config) configure();
      stir();
      if (live() && state.last - state.from < WINDOW) await earlier().catch(() => {});
    },

    say: (text: string) => say({ type: 'text', text }, text),

    press(source: string, { actionId, label, value }: { actionId: string; label: string; value?: string }) {
      say({ type: 'action', action: { sourceMessageId: source, actionId, label, ...(value && { value }) } }, label);
    },

    attach(files: readonly File[], text: string) {
      const id = uuid();
      const sending = files.map((file) => ({ file, url: URL.createObjectURL(file), done: 0 }));
      put({ type: 'said', pending: { id, at: Date.now(), files: sending, text, state: 'uploading' } });
      upload(id, sending, text);
    },

    /** Sends again what was not, under its own id. */
    resend(pending: Pending) {
      const { id, body, files, text } = pending;
      put({ type: 'changed', id, to: { state: body ? 'queued' : 'uploading', at: Date.now() } });
      if (body) pump();
      else upload(id, files ?? [], text);
    },

    discard(id: string) {
      stops.get(id)?.abort();
      put({ type: 'unsaid', id });
    },

    tell,

    /** The visitor has everything up to here before their eyes. */
    seen(seq: number) {
      if (!kept || seq <= kept.read) return;
      kept.read = seq;
      set({ read: seq });
      save();
      clearTimeout(receipt);
      receipt = setTimeout(() => {
        if (kept) ask('POST', '/receipts', { state: 'read', upToSeq: kept.read }).catch(() => {});
      }, 500);
    },

    /** Ends the session on the server too, so that nobody finds its token. */
    async leave() {
      await ask('DELETE', '/sessions/current').catch(() => {});
      forget();
    },

    /** Who the visitor is on the site; `null` if they signed out. */
    async identify(who: Identity | (() => Promise<Identity>) | null) {
      identity = who ?? undefined;
      if (!who) {
        if (kept) await this.leave();
      } else if (kept) {
        await session();
        stir();
      } else set({});
    },

    identified: () => !!identity,

    /** Speaks another language from here on. */
    speak(lang: string) {
      setting.lang = lang;
      setting.named = true;
      configure();
    },

    context(attributes: Record<string, string>) {
      context = { ...context, ...attributes };
      return live() ? tell({ attributes }) : undefined;
    },

    end() {
      line.shut();
      clearTimeout(poll);
      document.removeEventListener('visibilitychange', visible);
      for (const type of ['online', 'pageshow']) removeEventListener(type, stir);
      removeEventListener('offline', offline);
      removeEventListener('pagehide', line.shut);
      state = { ...state, stage: 'barred' };
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

/** What there is before anybody has said anything: the state, what is kept, the desk's words. The rest comes with `talk`. */

import { call, Refusal } from './http';
import { initial, type Pending, type State } from './model';
import type { Config, Identity } from './protocol';
import { keep, keyOf, memory } from './room';
import type { Talk, TalkModule } from './talk';

export interface Setting {
  key: string;
  /** Scheme and host of the server. */
  api: string;
  lang: string;
  /** The page named the language itself, so that the inbox's does not count. */
  named: boolean;
}

/** What survives the page, once the visitor has agreed. */
export interface Kept {
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

type Who = Identity | (() => Promise<Identity>) | undefined;

export interface Client {
  readonly setting: Setting;
  /** Tells the page of something. */
  tell(event: string, detail?: object): void;
  state: State;
  tab: Tab;
  kept: Kept | undefined;
  identity: Who;
  /** What the page knows of the visitor. */
  context: Record<string, string> | undefined;
  /** The conversation, once there is or was one, and what draws it. */
  talk: Talk | undefined;
  parts: TalkModule | undefined;
  set(to: Partial<State>): void;
  /** Says what went wrong, to the visitor and to the page. */
  fail(refusal: unknown): void;
  /** Keeps what must survive; nothing before the visitor has agreed. */
  save(): void;
  /** Leaves nothing of the conversation on this device. What was not sent goes back into the draft. */
  forget(): void;
  /** This page may not show the messenger. */
  bar(): void;
  configure(): Promise<void>;
  /** The visitor agrees: from here on something is kept. */
  start(): Promise<void>;
  /** Opens or closes. */
  turn(open: boolean): Promise<void>;
  /** Who the visitor is on the site; `null` if they signed out. */
  identify(who: Who | null): Promise<void>;
  /** Tells what the page knows of the visitor, once there is a conversation. */
  describe(attributes: Record<string, string>): void;
  /** Speaks another language from here on. */
  speak(lang: string): void;
  end(): void;
}

/** `changed` hears of every change, `tell` of what a page may want to know. */
export function client(setting: Setting, changed: () => void, tell: Client['tell']): Client {
  const name = keyOf(setting.key);
  let loading: Promise<Talk> | undefined;

  /** Fetches what a conversation needs, once. */
  function load() {
    loading ??= import('./talk').then((parts) => {
      self.parts = parts;
      self.talk = parts.talk(self);
      changed();
      return self.talk;
    });
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  }

  const self: Client = {
    setting,
    tell,
    state: initial,
    tab: memory('sessionStorage', name) ?? {},
    kept: memory('localStorage', name) as Kept | undefined,
    identity: undefined,
    context: undefined,
    talk: undefined,
    parts: undefined,

    set(to) {
      self.state = { ...self.state, ...to };
      changed();
    },

    fail(refusal) {
      const error = refusal instanceof Refusal ? refusal.code : 'unknown';
      self.set({ error });
      tell('error', { code: error });
    },

    save() {
      if (!self.kept) return;
      const { open, pending } = self.state;
      self.tab.open = open;
      self.tab.pending = pending.filter((p) => p.body && p.state !== 'sent').map(({ files, ...p }) => p);
      keep('sessionStorage', name, self.tab);
      if (!keep('localStorage', name, self.kept)) self.set({ volatile: true });
    },

    forget() {
      const { open, config, life, pending } = self.state;
      const unsent = pending.filter((p) => p.state !== 'sent').map((p) => p.text);
      self.tab = { draft: [self.tab.draft, ...unsent].filter(Boolean).join('\n') };
      self.kept = undefined;
      keep('localStorage', name, undefined);
      keep('sessionStorage', name, undefined);
      self.set({ ...initial, open, ...(config && { config }), life: life + 1 });
      tell('ended');
    },

    bar() {
      console.warn(`chat: ${location.origin} is not among the allowed origins of ${setting.key}`);
      self.set({ stage: 'barred', open: false });
    },

    async configure() {
      const lang = setting.named || document.documentElement.lang ? setting.lang : '';
      const query = `key=${encodeURIComponent(setting.key)}&lang=${encodeURIComponent(lang)}`;
      try {
        self.set({ config: await call<Config>('GET', `${setting.api}/web/v1/config?${query}`), mute: false });
      } catch (refusal) {
        if (refusal instanceof Refusal && refusal.code === 'origin_not_allowed') self.bar();
        else self.set({ mute: true });
      }
    },

    async start() {
      self.set({ stage: 'starting', error: undefined });
      try {
        const talk = await load();
        await talk.begin();
        tell('started');
      } catch (refusal) {
        if (self.state.stage !== 'starting') return;
        self.set({ stage: 'new' });
        self.fail(refusal);
      }
    },

    async turn(open) {
      self.set({ open, sheet: undefined });
      self.save();
      if (open && !self.state.config) self.configure();
      await self.talk?.turned(open);
    },

    async identify(who) {
      self.identity = who ?? undefined;
      if (self.kept) {
        const talk = await load();
        await (who ? talk.begin() : talk.leave());
      }
      changed();
    },

    describe(attributes) {
      self.context = { ...self.context, ...attributes };
      // What is known before a conversation begins is told with it.
      if (self.kept)
        load()
          .then((talk) => talk.tell({ attributes }))
          .catch(() => {});
    },

    speak(lang) {
      setting.lang = lang;
      setting.named = true;
      if (self.state.config) self.configure();
    },

    end() {
      self.talk?.end();
      self.set({ stage: 'barred' });
    },
  };

  // Somebody who agreed before goes on where they were.
  if (self.kept) {
    const { read } = self.kept;
    self.state = {
      ...initial,
      stage: 'live',
      read,
      from: read,
      last: read,
      newest: read,
      pending: self.tab.pending ?? [],
    };
    load();
  }
  return self;
}

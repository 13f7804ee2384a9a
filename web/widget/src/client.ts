/** What there is before anybody has said anything: the state, what is kept, the desk's words. The rest comes with `talk`. */

import { call, Refusal } from './http';
import { initial, isAbsent, type Pending, type State } from './model';
import type { MoreModule } from './more';
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
  /** What is seldom needed, as soon as it is fetched. */
  more: MoreModule | undefined;
  /** The visitor has ended it: nothing is kept until they go on. */
  over: boolean;
  set(to: Partial<State>): void;
  /** Says what went wrong, to the visitor and to the page. */
  fail(refusal: unknown): void;
  /** Keeps what must survive; nothing before the visitor has agreed. */
  save(): void;
  /** Takes what was kept off this device; the page itself still knows it. */
  erase(): void;
  /** Leaves nothing of the conversation on this device. What was not sent goes back into the draft. */
  forget(): void;
  /** This page may not show the messenger. */
  bar(): void;
  configure(): Promise<void>;
  /** Fetches what is seldom needed. */
  extra(): void;
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

/** Does something once, and again only if it failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
}

/** `changed` hears of every change, `tell` of what a page may want to know. */
export function client(setting: Setting, changed: () => void, tell: Client['tell']): Client {
  const name = keyOf(setting.key);
  /** Fetches what a conversation needs. */
  const load = once(async () => {
    self.parts = await import('./talk');
    self.talk = self.parts.talk(self);
    self.extra();
    changed();
    return self.talk;
  });
  const extra = once(async () => {
    self.more = await import('./more');
    changed();
  });

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
    more: undefined,
    over: false,
    extra: () => void extra().catch(() => {}),

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
      if (!self.kept || self.over) return;
      const { open, pending } = self.state;
      self.tab.open = open;
      self.tab.pending = pending.filter((p) => p.body && p.state !== 'sent').map(({ files, ...p }) => p);
      keep('sessionStorage', name, self.tab);
      if (!keep('localStorage', name, self.kept)) self.set({ volatile: true });
    },

    erase() {
      self.over = true;
      keep('localStorage', name, undefined);
      keep('sessionStorage', name, undefined);
    },

    forget() {
      const { open, config, life, pending } = self.state;
      const unsent = pending.filter((p) => p.state !== 'sent').map((p) => p.text);
      self.tab = { draft: [self.tab.draft, ...unsent].filter(Boolean).join('\n') };
      self.kept = undefined;
      self.erase();
      self.over = false;
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
        const config = await call<Config>('GET', `${setting.api}/web/v1/config?${query}`);
        if (isAbsent(config)) self.extra();
        self.set({ config, mute: false });
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

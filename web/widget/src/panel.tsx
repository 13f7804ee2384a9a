/** The panel: what the loader fetches when somebody is about to talk. */

import { Component, createRef, h, type RefObject, render } from 'preact';
import { type Client, client } from './client';
import { Composer } from './composer';
import { Icon, type Look, Messages, why } from './message';
import sheet from './panel.css?inline';
import type { Identity } from './protocol';
import { adopt } from './room';
import { Sheets } from './sheet';
import { type Change, type State, type Thread, thread } from './state';
import { fill, type Words, wordsOf } from './words';

/** What the loader hands over. */
export interface Place {
  host: HTMLElement;
  root: ShadowRoot;
  button: HTMLButtonElement;
  key: string;
  api: string;
  lang: string;
  /** The script's own tag named the language. */
  named: boolean;
  nonce: string;
}

export interface Mounted {
  toggle(open?: boolean): Promise<void>;
  identify(identity: unknown): Promise<void>;
  setLocale(lang: string): void;
  setContext(attributes: Record<string, string>): void;
  destroy(): void;
}

export type Mount = (place: Place) => Mounted;

const CROSS = 'm5 5 10 10m0-10L5 15';
const DOTS = 'M5 10v.1M10 10v.1M15 10v.1';
const DOWN = 'm6 8 4 4 4-4';
/** Below this the panel is the whole screen, and modal. */
const PHONE = '(max-width: 479px)';
/** So near to the end, in pixels, is at the end. */
const END = 80;

interface Props {
  look: Look;
  state: State;
  thread: Thread;
  close(): void;
}

/** The conversation. Nothing moves under the eyes of somebody who reads further up. */
class Log extends Component<Props & { me: RefObject<Log | null>; children?: unknown }> {
  private readonly box = createRef<HTMLDivElement>();

  override getSnapshotBeforeUpdate() {
    const box = this.box.current;
    return box ? box.scrollHeight - box.scrollTop - box.clientHeight : 0;
  }

  override componentDidMount() {
    this.props.me.current = this;
    this.end();
  }

  override componentDidUpdate(before: Props, _: object, below: number) {
    const box = this.box.current;
    const { state } = this.props;
    if (!box) return;
    const said = state.pending.length > before.state.pending.length;
    if (said || below < END || state.loaded !== before.state.loaded || state.open !== before.state.open) this.end();
    // What came in above leaves the line that is being read where it is.
    else if (state.from < before.state.from) box.scrollTop = box.scrollHeight - box.clientHeight - below;
    this.seen();
  }

  private end() {
    const box = this.box.current;
    if (box) box.scrollTop = box.scrollHeight;
    this.seen();
  }

  readonly seen = () => {
    const box = this.box.current;
    const { state, thread, look } = this.props;
    if (!box || !state.open || document.hidden || !document.hasFocus()) return;
    if (box.scrollHeight - box.scrollTop - box.clientHeight < END) look.client.seen(thread.ours);
  };

  render() {
    const { look, state, thread, children } = this.props;
    const { words, client } = look;
    const { unread } = thread;
    return (
      <div class="frame">
        <div
          class="log"
          ref={this.box}
          role="log"
          aria-label={words.log}
          aria-live={state.loaded ? 'polite' : 'off'}
          tabIndex={0}
          onScroll={this.seen}
        >
          {state.from > 0 && state.loaded ? (
            <button type="button" class="second" onClick={client.earlier}>
              {words.earlier}
            </button>
          ) : (
            <Greeting state={state} />
          )}
          <Messages look={look} thread={thread} pending={state.pending} />
          {children}
        </div>
        {unread && state.loaded && this.box.current && this.far() ? (
          <button type="button" class="fresh" onClick={() => this.end()}>
            {fill(words.fresh, { n: unread })}
            <Icon d={DOWN} />
          </button>
        ) : null}
      </div>
    );
  }

  private far() {
    const box = this.box.current;
    return !!box && box.scrollHeight - box.scrollTop - box.clientHeight >= END;
  }
}

function Greeting({ state: { config } }: { state: State }) {
  return config ? (
    <article class="bot">
      <p class="who">{config.name}</p>
      <p class="text">{config.greeting}</p>
    </article>
  ) : null;
}

/** What there is to agree to, before anything is kept. */
function Consent({ look: { words, client }, state, asked, start }: Props & { asked: boolean; start(): void }) {
  const { config, stage, mute } = state;
  if (mute)
    return (
      <div class="card" role="alert">
        <p>{words.mute}</p>
        <button type="button" class="main" onClick={client.configure}>
          {words.retry}
        </button>
      </div>
    );
  if (!config) return null;
  if (config.identifiedOnly && !client.identified()) return <p class="card">{words.login}</p>;
  return (
    <div class="card">
      {asked ? <p role="alert">{words.agree}</p> : null}
      <p class="small">
        {config.consent}{' '}
        {config.privacyUrl ? (
          <a href={config.privacyUrl} target="_blank" rel="noopener noreferrer">
            {words.privacy}
          </a>
        ) : null}
      </p>
      <button type="button" class="main" disabled={stage === 'starting'} onClick={start}>
        {stage === 'starting' ? words.starting : words.start}
      </button>
    </div>
  );
}

class Panel extends Component<Props & { me: RefObject<Panel | null> }, { asked: boolean }> {
  override state = { asked: false };
  readonly composer = createRef<Composer>();
  readonly box = createRef<HTMLDivElement>();
  private readonly log = createRef<Log>();

  override componentDidMount() {
    this.props.me.current = this;
    addEventListener('focus', this.focused);
  }
  override componentWillUnmount() {
    removeEventListener('focus', this.focused);
  }
  private readonly focused = () => this.log.current?.seen();

  private readonly start = async () => {
    const { client } = this.props.look;
    await client.start();
    if (client.state().stage !== 'live') return;
    if (this.state.asked) this.composer.current?.submit();
    else this.composer.current?.focus();
    this.setState({ asked: false });
  };

  private readonly key = (event: KeyboardEvent) => {
    const { state, look, close } = this.props;
    if (event.key === 'Escape' && !event.isComposing) {
      if (state.sheet) look.client.set({ sheet: undefined });
      else close();
    }
    if (event.key !== 'Tab' || !matchMedia(PHONE).matches) return;
    // On a phone the panel is modal: the focus goes round in it.
    const stops = this.box.current?.querySelectorAll<HTMLElement>(
      'a[href],button:enabled,textarea,input:not([hidden]),[tabindex="0"]',
    );
    const [first, last] = stops ? [stops[0], stops[stops.length - 1]] : [];
    const root = this.box.current?.getRootNode() as ShadowRoot;
    if (root.activeElement !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };

  render() {
    const { look, state, thread, close } = this.props;
    const { words, client } = look;
    const { config, stage, open, sheet } = state;
    const live = stage === 'live';
    const agent = thread.assignee?.kind === 'agent' ? thread.assignee : undefined;
    const absent = live && thread.waiting && config && !(config.open && config.online);
    return (
      <div
        class="panel"
        ref={this.box}
        hidden={!open}
        role="dialog"
        aria-label={config?.name ?? words.log}
        aria-modal={matchMedia(PHONE).matches}
        lang={look.lang}
        onKeyDown={this.key}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          if (live) this.composer.current?.take(event.dataTransfer?.files ?? []);
        }}
      >
        <header>
          <div class="title">
            <h2>{config?.name ?? '\u00a0'}</h2>
            <p>{agent ? <span class="there">{agent.name || words.agent}</span> : status(state, thread, words)}</p>
          </div>
          {live ? (
            <button
              type="button"
              class="plain"
              aria-label={words.menu}
              aria-expanded={sheet === 'menu'}
              onClick={() => client.set({ sheet: sheet ? undefined : 'menu', saved: false })}
            >
              <Icon d={DOTS} />
            </button>
          ) : null}
          <button type="button" class="plain" aria-label={words.close} onClick={close}>
            <Icon d={CROSS} />
          </button>
        </header>
        <div role="status">{state.down ? <p class="strip">{words.down}</p> : null}</div>
        <Log {...this.props} me={this.log}>
          {live ? null : <Consent {...this.props} asked={this.state.asked} start={this.start} />}
          {absent && !sheet && !state.saved ? (
            <div class="card">
              <p class="small">
                {config.opensAt
                  ? `${fill(words.opens, { t: openingOf(config.opensAt, look.lang) })} `
                  : null}
                {words.leave}
              </p>
              <button type="button" class="second" onClick={() => client.set({ sheet: 'mail' })}>
                {words.mail}
              </button>
            </div>
          ) : null}
        </Log>
        <div role="status">
          {state.saved ? <p class="strip">{words.saved}</p> : null}
          {state.volatile ? <p class="strip">{words.volatile}</p> : null}
        </div>
        {state.error ? (
          <p class="strip alert" role="alert">
            {why(state.error, words)}
          </p>
        ) : null}
        <Sheets look={look} state={state} thread={thread} />
        <Composer
          me={this.composer}
          key={state.life}
          look={look}
          state={state}
          early={() => this.setState({ asked: true })}
        />
      </div>
    );
  }
}

function status({ config }: State, { waiting }: Thread, words: Words) {
  if (waiting) return words.waiting;
  if (!config) return '\u00a0';
  return config.open ? words.bots : words.closed;
}

/** When the desk opens, on the visitor's clock. */
const openingOf = (at: string, lang: string) =>
  new Intl.DateTimeFormat(lang, { month: 'short', day: 'numeric', weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(
    new Date(at),
  );

export const mount: Mount = (place) => {
  const { host, root, button, key, api, named } = place;
  adopt(root, sheet, place.nonce);
  const box = document.createElement('div');
  root.append(box);
  const look: Look = { words: wordsOf(place.lang), lang: place.lang, api, client: undefined as unknown as Client };
  const panel = createRef<Panel>();
  let drawing = false;
  const tell = (name: string, detail?: unknown) =>
    host.dispatchEvent(new CustomEvent(`chat:${name}`, { detail, bubbles: true }));

  function draw() {
    drawing = false;
    const state = look.client.state();
    const { config } = state;
    if (config && config.language !== look.lang.slice(0, 2) && !named) {
      look.lang = config.language;
      look.words = wordsOf(config.language);
    }
    const read = thread(state);
    render(<Panel me={panel} look={look} state={state} thread={read} close={() => toggle(false)} />, box);
    const { unread } = read;
    button.hidden = state.stage === 'barred';
    button.setAttribute('aria-expanded', `${state.open}`);
    const unreads = unread ? ` (${fill(look.words.unread, { n: unread })})` : '';
    button.setAttribute('aria-label', (state.open ? look.words.close : look.words.launch) + unreads);
    button.toggleAttribute('data-unread', unread > 0 && !state.open);
    button.dataset.count = unread > 9 ? '9+' : `${unread}`;
  }

  function heard(state: State, change: Change) {
    if (change.type === 'told')
      for (const event of change.events)
        if (event.type === 'message.created' && event.seq > state.read) tell('message', { from: event.data.author?.kind });
    if (change.type === 'set') {
      const { stage, error } = change.to;
      if (stage === 'live') tell('started');
      if (stage === 'new' && !error) tell('ended');
      if (error) tell('error', { code: error });
    }
    if (drawing) return;
    drawing = true;
    queueMicrotask(draw);
  }

  look.client = client({ key, api, lang: place.lang, named }, heard);
  const { client: chat } = look as { client: Client };

  async function toggle(open = !chat.state().open) {
    if (open === chat.state().open || chat.state().stage === 'barred') return;
    const turned = chat.turn(open);
    draw();
    tell(open ? 'opened' : 'closed');
    if (open) {
      follow();
      // The keyboard of a phone comes when somebody wants to write, not before.
      if (matchMedia('(pointer: coarse)').matches) panel.current?.box.current?.querySelector<HTMLElement>('.log')?.focus();
      else panel.current?.composer.current?.focus();
    } else button.focus();
    await turned;
  }

  /** Keeps to the part of the screen that the on-screen keyboard leaves. */
  function follow() {
    const { visualViewport: view } = window;
    const style = panel.current?.box.current?.style;
    if (!view || !style) return;
    style.setProperty('--view-height', `${view.height}px`);
    style.setProperty('--view-top', `${view.offsetTop}px`);
  }
  visualViewport?.addEventListener('resize', follow);
  visualViewport?.addEventListener('scroll', follow);
  draw();

  return {
    toggle,
    async identify(identity) {
      await chat.identify(identity as Identity | null);
    },
    setLocale(lang) {
      look.lang = place.lang = lang;
      look.words = wordsOf(lang);
      chat.speak(lang);
    },
    setContext(attributes) {
      chat.context(attributes);
    },
    destroy() {
      chat.end();
      visualViewport?.removeEventListener('resize', follow);
      visualViewport?.removeEventListener('scroll', follow);
      render(null, box);
    },
  };
};

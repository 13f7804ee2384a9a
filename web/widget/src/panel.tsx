/** The panel: what the loader fetches when somebody is about to talk. */

import { Component, createRef, Fragment, type RefObject, render } from 'preact';
import { client } from './client';
import { Composer } from './composer';
import { h } from './h';
import { EMPTY, isAbsent, type State, type Thread } from './model';
import sheet from './panel.css?inline';
import { Agreement, Failure, type FullLook, Greeting, Icon, type Look } from './parts';
import type { Identity } from './protocol';
import { adopt } from './room';
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
const DOTS = 'M4.5 9.5v1h1v-1zm5 0v1h1v-1zm5 0v1h1v-1z';
/** Below this the panel is the whole screen, and modal. */
const PHONE = '(max-width: 479px)';

interface Props {
  look: Look;
  state: State;
  thread: Thread;
  close(): void;
}

/** Whether the form is what there is: the visitor wants it, or neither a rule nor a person answers. */
const asks = ({ config, sheet }: State) => config && isAbsent(config) && (sheet || !config.bot);

/** What there is to agree to, before anything is kept. */
function Consent({ look, state, asked, start }: Props & { asked: boolean; start(): void }) {
  const { words, client } = look;
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
  if (config.identifiedOnly && !client.identity) return <p class="card">{words.login}</p>;
  const { more } = client;
  const form = look as FullLook;
  if (more && asks(state)) return <more.Enquiry look={form} state={state} />;
  return (
    <>
      {more && isAbsent(config) ? (
        <more.Closed look={form} config={config}>
          <button type="button" class="second" onClick={() => client.set({ sheet: 'ask' })}>
            {form.words.ask}
          </button>
          <p class="small">{form.words.bothWays}</p>
        </more.Closed>
      ) : null}
      <div class="card">
        {asked ? <p role="alert">{words.agree}</p> : null}
        <Failure words={words} error={state.error} />
        <Agreement config={config} words={words} />
        <button type="button" class="main" disabled={stage === 'starting'} onClick={start}>
          {stage === 'starting' ? words.starting : words.start}
        </button>
      </div>
    </>
  );
}

class Panel extends Component<Props & { me: RefObject<Panel | null> }, { asked: boolean }> {
  override state = { asked: false };
  readonly composer = createRef<Composer>();
  readonly box = createRef<HTMLDivElement>();

  override componentDidMount() {
    this.props.me.current = this;
  }

  /** Takes the focus. The keyboard of a phone comes when somebody wants to write, not before. */
  attend() {
    if (matchMedia('(pointer: coarse)').matches)
      this.box.current?.querySelector<HTMLElement>('.log')?.focus();
    else this.composer.current?.focus();
  }

  private readonly start = async () => {
    const { client } = this.props.look;
    await client.start();
    if (client.state.stage !== 'live') return;
    if (this.state.asked) this.composer.current?.submit();
    else this.attend();
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
    const Conversation = stage === 'live' ? client.parts?.Conversation : undefined;
    const { assignee } = thread;
    const agent = assignee?.kind === 'agent' && thread.status !== 'completed' ? assignee : undefined;
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
          this.composer.current?.take(event.dataTransfer?.files ?? []);
        }}
      >
        <div class="head">
          <div class="title">
            <h2>{config?.name ?? '\u00a0'}</h2>
            <p>
              {agent ? <span class="there">{agent.name || words.agent}</span> : status(state, thread, words)}
            </p>
          </div>
          {Conversation ? (
            <button
              type="button"
              class="plain"
              aria-label={(look as FullLook).words.menu}
              aria-expanded={sheet === 'menu'}
              onClick={() => {
                client.extra();
                client.set({ sheet: sheet ? undefined : 'menu', saved: undefined });
              }}
            >
              <Icon d={DOTS} />
            </button>
          ) : null}
          <button type="button" class="plain close" aria-label={words.close} onClick={close}>
            <Icon d={CROSS} />
          </button>
        </div>
        {Conversation ? (
          <Conversation look={look as FullLook} state={state} thread={thread} />
        ) : (
          <div class="frame log" role="log" aria-label={words.log} tabIndex={0}>
            <Greeting state={state} />
            {stage === 'live' ? null : (
              <Consent {...this.props} asked={this.state.asked} start={this.start} />
            )}
          </div>
        )}
        {Conversation || !asks(state) ? (
          <Composer
            me={this.composer}
            key={state.life}
            look={look}
            state={state}
            early={() => this.setState({ asked: true })}
          />
        ) : null}
      </div>
    );
  }
}

function status({ config }: State, { waiting }: Thread, words: Words) {
  if (waiting && config?.open !== false) return words.waiting;
  if (!config) return '\u00a0';
  return config.open ? (config.bot ? words.bots : words.agent) : words.closed;
}

export const mount: Mount = (place) => {
  const { host, root, button, key, api, named } = place;
  adopt(root, sheet, place.nonce);
  const box = document.createElement('div');
  root.append(box);
  const panel = createRef<Panel>();
  const tell = (name: string, detail?: object) =>
    host.dispatchEvent(new CustomEvent(`chat:${name}`, { detail, bubbles: true }));
  let drawing = false;
  const dress = new Set<string>();

  function draw() {
    drawing = false;
    const { state, parts, more } = chat;
    const { config } = state;
    for (const worn of [parts?.sheet, more?.sheet])
      if (worn && !dress.has(worn)) {
        dress.add(worn);
        adopt(root, worn, place.nonce);
      }
    if (config && config.language !== look.lang.slice(0, 2) && !chat.setting.named)
      look.lang = config.language;
    look.words = { ...wordsOf(look.lang), ...parts?.moreOf(look.lang), ...more?.extraOf(look.lang) };
    const read = parts?.thread(state) ?? EMPTY;
    render(<Panel me={panel} look={look} state={state} thread={read} close={() => toggle(false)} />, box);
    const { unread } = read;
    button.hidden = state.stage === 'barred';
    button.setAttribute('aria-expanded', `${state.open}`);
    const unreads = unread ? ` (${fill((look as FullLook).words.unread, { n: unread })})` : '';
    button.setAttribute('aria-label', (state.open ? look.words.close : look.words.launch) + unreads);
    button.toggleAttribute('data-unread', unread > 0 && !state.open);
    button.dataset.count = unread > 9 ? '9+' : `${unread}`;
  }

  function changed() {
    if (drawing) return;
    drawing = true;
    queueMicrotask(draw);
  }

  const chat = client({ key, api, lang: place.lang, named }, changed, tell);
  const look: Look = { words: wordsOf(place.lang), lang: place.lang, api, client: chat };

  async function toggle(open = !chat.state.open) {
    if (open === chat.state.open || chat.state.stage === 'barred') return;
    const turned = chat.turn(open);
    draw();
    tell(open ? 'opened' : 'closed');
    if (open) {
      follow();
      panel.current?.attend();
    } else button.focus();
    await turned;
  }

  /** Keeps to the part of the screen that the on-screen keyboard leaves. */
  function follow() {
    const { visualViewport: view } = window;
    if (!view) return;
    host.style.setProperty('--chat-view-height', `${view.height}px`);
    host.style.setProperty('--chat-view-top', `${view.offsetTop}px`);
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
      look.lang = lang;
      chat.speak(lang);
      draw();
    },
    setContext(attributes) {
      chat.describe(attributes);
    },
    destroy() {
      chat.end();
      visualViewport?.removeEventListener('resize', follow);
      visualViewport?.removeEventListener('scroll', follow);
      render(null, box);
    },
  };
};

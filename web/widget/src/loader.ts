/**
 * The only thing a page loads: draws the launcher, and fetches the panel when somebody is about to use it.
 *
 * `<script async src="…/loader.js" data-key="wk_…"></script>`
 */

import sheet from './loader.css?inline';
import type { Mount, Mounted } from './panel';
import { adopt, keyOf, memory } from './room';

/** The panel's file beside this one, by its hashed name. */
declare const PANEL: string;

/** The element that stands in the page, and its methods. */
export interface ChatElement extends HTMLElement {
  open(): Promise<void>;
  close(): Promise<void>;
  identify(identity: unknown): Promise<void>;
  setLocale(lang: string): Promise<void>;
  setContext(attributes: Record<string, string>): Promise<void>;
  destroy(): void;
}

const script = document.currentScript as HTMLScriptElement | null;
const set = script?.dataset;
// A page inside an app's web view is the same for every inbox: its address names the key.
const key = set?.key || (set?.embed && new URLSearchParams(location.search).get(set.embed));
if (!script || !key) console.warn('chat: the script needs data-key');
else if (!document.querySelector('support-chat')) draw(script, key, script.dataset);

function draw(script: HTMLScriptElement, key: string, set: DOMStringMap) {
  const lang = set.lang || document.documentElement.lang || navigator.language;
  const host = document.createElement('support-chat') as ChatElement;
  const root = host.attachShadow({ mode: 'open' });
  adopt(root, sheet, script.nonce);
  if (set.position) host.setAttribute('data-position', set.position);
  const button = document.createElement('button');
  button.className = 'launcher';
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-label', /^ja/i.test(lang) ? 'チャットを開く' : 'Open chat');
  button.append(icon());
  if (set.launcher !== 'none') root.append(button);
  paint(host, set.accent);

  let panel: Promise<Mounted> | undefined;
  const load = () => {
    const url = new URL(PANEL, script.src).href;
    panel ??= import(/* @vite-ignore */ url).then(({ mount }: { mount: Mount }) =>
      mount({
        host,
        root,
        button,
        key,
        lang,
        named: !!set.lang,
        api: set.api || new URL(url).origin,
        nonce: script.nonce ?? '',
      }),
    );
    // A page that was off line may try again.
    panel.catch(() => {
      panel = undefined;
    });
    return panel;
  };
  const ask = (say: (panel: Mounted) => void) => load().then(say);
  button.addEventListener('pointerenter', load, { once: true });
  button.addEventListener('focus', load, { once: true });
  button.addEventListener('click', () => ask((panel) => panel.toggle()));
  for (const type of ['keydown', 'keyup', 'keypress'])
    root.addEventListener(type, (event) => event.stopPropagation());

  host.open = () => ask((panel) => panel.toggle(true));
  host.close = () => ask((panel) => panel.toggle(false));
  host.identify = (identity) => ask((panel) => panel.identify(identity));
  host.setLocale = (lang) => ask((panel) => panel.setLocale(lang));
  host.setContext = (attributes) => ask((panel) => panel.setContext(attributes));
  host.destroy = () => {
    panel?.then((panel) => panel.destroy());
    host.remove();
  };
  // Outside the body, which pages replace, transform and hide.
  document.documentElement.append(host);
  host.dispatchEvent(new CustomEvent('chat:ready', { bubbles: true }));
  if (memory('sessionStorage', keyOf(key))?.open) host.open();
  else if (memory('localStorage', keyOf(key))) (window.requestIdleCallback ?? setTimeout)(load);
}

/** Takes the page's colour, with black or white on it, whichever can be read better. */
function paint(host: HTMLElement, accent = '') {
  if (!/^#[\da-f]{6}$/i.test(accent)) return;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(accent.slice(at, at + 2), 16) / 255;
    return part > 0.04045 ? ((part + 0.055) / 1.055) ** 2.4 : part / 12.92;
  });
  host.style.setProperty('--chat-accent', accent);
  // Where the contrast with white and with black is the same.
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179;
  host.style.setProperty('--chat-on-accent', light ? '#000' : '#fff');
}

function icon() {
  const make = (name: string, attributes: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] ?? '');
    return element;
  };
  const svg = make('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  svg.append(
    make('path', { class: 'say', d: 'M4 5.5h16v11h-8.5L7 20v-3.5H4z' }),
    make('path', { class: 'shut', d: 'm6 9 6 6 6-6' }),
  );
  return svg;
}

import type { Language } from '@madoguchi/shared/messages';
import { keptStore } from './store';

/** What an operator likes, in this browser. */
export interface Prefs {
  language: Language;
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  /** Which key sends; the other one breaks the line. `Ctrl/⌘+Enter` always sends. */
  sendKey: 'shift-enter' | 'enter';
  /** Whether single letters are shortcuts. */
  letters: boolean;
  sound: boolean;
  notify: boolean;
  /** Whether somebody who begins to wait calls. */
  callWaiting: boolean;
  /** Whether a message in a conversation of one's own calls. */
  callMine: boolean;
  /** Whether a reply marks the conversation as confirmed. */
  confirmOnReply: boolean;
  /** Whether the customer's panel is open on a wide screen. */
  panel: boolean;
}

function usual(): Prefs {
  return {
    language: navigator.language.startsWith('ja') ? 'ja' : 'en',
    theme: 'auto',
    density: 'comfortable',
    sendKey: 'shift-enter',
    letters: true,
    sound: true,
    notify: false,
    callWaiting: true,
    callMine: true,
    confirmOnReply: false,
    panel: true,
  };
}

function read(found: unknown): Prefs {
  const prefs = usual();
  if (typeof found !== 'object' || found === null) return prefs;
  const kept: Partial<Prefs> = found;
  const one = <T>(value: T | undefined, among: readonly T[], other: T): T =>
    value !== undefined && among.includes(value) ? value : other;
  const either = [true, false] as const;
  return {
    language: one(kept.language, ['ja', 'en'], prefs.language),
    theme: one(kept.theme, ['auto', 'light', 'dark'], prefs.theme),
    density: one(kept.density, ['comfortable', 'compact'], prefs.density),
    sendKey: one(kept.sendKey, ['shift-enter', 'enter'], prefs.sendKey),
    letters: one(kept.letters, either, prefs.letters),
    sound: one(kept.sound, either, prefs.sound),
    notify: one(kept.notify, either, prefs.notify),
    callWaiting: one(kept.callWaiting, either, prefs.callWaiting),
    callMine: one(kept.callMine, either, prefs.callMine),
    confirmOnReply: one(kept.confirmOnReply, either, prefs.confirmOnReply),
    panel: one(kept.panel, either, prefs.panel),
  };
}

export const prefs = keptStore('prefs', read);

export function change(some: Partial<Prefs>): void {
  prefs.set({ ...prefs.get(), ...some });
}

/** Has the whole page look as the operator likes. */
export function dress(root: HTMLElement): void {
  const { theme, density, language } = prefs.get();
  root.lang = language;
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.dataset.density = density;
}

// What was typed and not sent yet, by conversation and mode. It is kept on every change, so that leaving loses nothing.
import { useSyncExternalStore } from 'react';
import { keptStore } from './store';

export type Mode = 'reply' | 'note';

interface Draft {
  text: string;
  /** When it was last changed, in milliseconds. */
  at: number;
}

type Drafts = Readonly<Record<string, Draft>>;

const MONTH = 30 * 24 * 60 * 60 * 1000;

function read(found: unknown): Drafts {
  if (typeof found !== 'object' || found === null) return {};
  const isDraft = (value: unknown): value is Draft =>
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'at' in value &&
    typeof value.at === 'number';
  const fresh = Object.entries(found).filter(([, one]) => isDraft(one) && one.at > Date.now() - MONTH);
  return Object.fromEntries(fresh) as Drafts;
}

const drafts = keptStore('drafts', read);

const key = (conversation: string, mode: Mode) => `${conversation} ${mode}`;

export function draftOf(conversation: string, mode: Mode): string {
  return drafts.get()[key(conversation, mode)]?.text ?? '';
}

/** A draft as it is typed; only a change of this one is a change. */
export function useDraft(conversation: string, mode: Mode): string {
  return useSyncExternalStore(drafts.subscribe, () => draftOf(conversation, mode));
}

export function keepDraft(conversation: string, mode: Mode, text: string): void {
  const { [key(conversation, mode)]: _, ...others } = drafts.get();
  drafts.set(text === '' ? others : { ...others, [key(conversation, mode)]: { text, at: Date.now() } });
}

/** Forgets all drafts: somebody else may sign in here. */
export function forgetDrafts(): void {
  drafts.set({});
}

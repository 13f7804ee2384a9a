// What was typed and not sent yet, by conversation and mode. It is kept here on every change and at the desk soon after
// (`draft-keeper.ts`), so that leaving loses nothing and the next machine has it.
import { useSyncExternalStore } from 'react';
import { keptStore, type Store } from './store';

export type Mode = 'reply' | 'note';

export const MODES: readonly Mode[] = ['reply', 'note'];

export interface Draft {
  /** Empty once it was sent or thrown away, until the desk knows. */
  readonly text: string;
  /** When it was last changed, in milliseconds. */
  readonly at: number;
  /** Whether the desk has it. */
  readonly saved: boolean;
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

const drafts: Store<Drafts> = keptStore('drafts', read);
const typed = new Set<(conversation: string, mode: Mode) => void>();

const key = (conversation: string, mode: Mode) => `${conversation} ${mode}`;

export function draftOf(conversation: string, mode: Mode): string {
  return kept(conversation, mode)?.text ?? '';
}

/** A draft with what is known of it. */
export function kept(conversation: string, mode: Mode): Draft | undefined {
  return drafts.get()[key(conversation, mode)];
}

/** A draft as it is typed; only a change of this one is a change. */
export function useDraft(conversation: string, mode: Mode): string {
  return useSyncExternalStore(drafts.subscribe, () => draftOf(conversation, mode));
}

/** Keeps what somebody has typed here. A clock that runs behind another machine's does not make it the older one. */
export function keepDraft(conversation: string, mode: Mode, text: string): void {
  const before = kept(conversation, mode);
  if ((before?.text ?? '') === text) return;
  put(conversation, mode, { text, at: Math.max(Date.now(), (before?.at ?? 0) + 1), saved: false });
  for (const listener of typed) listener(conversation, mode);
}

/** Puts a draft down as it is known to the desk, or forgets it. */
export function put(conversation: string, mode: Mode, draft: Draft | null): void {
  const { [key(conversation, mode)]: _, ...others } = drafts.get();
  drafts.set(draft ? { ...others, [key(conversation, mode)]: draft } : others);
}

/** The drafts that the desk does not have yet. */
export function unsaved(): { conversation: string; mode: Mode }[] {
  return Object.entries(drafts.get())
    .filter(([, draft]) => !draft.saved)
    .map(([name]) => {
      const [conversation = '', mode] = name.split(' ');
      return { conversation, mode: mode === 'note' ? 'note' : 'reply' };
    });
}

/** Hears of every change that is made here. */
export function onTyped(listener: (conversation: string, mode: Mode) => void): () => void {
  typed.add(listener);
  return () => typed.delete(listener);
}

/** Forgets all drafts: somebody else may sign in here. */
export function forgetDrafts(): void {
  drafts.set({});
}

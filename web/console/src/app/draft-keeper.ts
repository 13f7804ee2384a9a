// Keeps drafts at the desk as well, so that they are there on the next machine. Of two drafts the one that was changed
// later stands; what was sent or thrown away does not come back.
import { Problem } from '@madoguchi/shared/api';
import { kept, MODES, type Mode, onTyped, put, unsaved, useDraft } from './drafts';
import { store, useStore } from './store';

/** A draft at the desk. */
export interface Remote {
  readonly text: string;
  /** When it was last changed, in milliseconds. */
  readonly at: number;
}

/** How a draft elsewhere begins. */
export interface Begun {
  readonly preview: string;
  readonly at: number;
}

export interface DraftPost {
  /** Keeps a draft, and says which one stands there now. */
  save(conversation: string, mode: Mode, draft: Remote): Promise<{ kept: boolean; draft: Remote | null }>;
  remove(conversation: string, mode: Mode): Promise<unknown>;
  load(conversation: string): Promise<Partial<Record<Mode, Remote>>>;
  /** How every reply begins that was typed on any machine, by conversation. */
  list(): Promise<Readonly<Record<string, Begun>>>;
}

/** How long after the last key a draft is saved, in milliseconds. */
const PAUSE = 800;
/** When a save that was lost is tried again. */
const AGAIN = 15_000;

export class DraftKeeper {
  readonly begun = store<Readonly<Record<string, Begun>>>({});
  readonly #post: DraftPost;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #saving = new Map<string, Promise<void>>();

  constructor(post: DraftPost) {
    this.#post = post;
  }

  /** Listens to what is typed until the answer is called. */
  start(): () => void {
    const leave = onTyped((conversation, mode) => this.#later(conversation, mode, PAUSE));
    void this.wake();
    return () => {
      leave();
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#timers.clear();
    };
  }

  /** The network is back, or the page is: what waits is saved, and what was typed elsewhere is told. */
  async wake(): Promise<void> {
    for (const { conversation, mode } of unsaved()) this.#later(conversation, mode, 0);
    try {
      this.begun.set(await this.#post.list());
    } catch {
      // The marks in the list are a help; the next wake brings them.
    }
  }

  /** Brings what was typed on another machine, or that it was sent there. */
  async load(conversation: string): Promise<void> {
    try {
      const found = await this.#post.load(conversation);
      for (const mode of MODES) {
        const here = kept(conversation, mode);
        const there = found[mode];
        if (there && there.at > (here?.at ?? 0)) put(conversation, mode, { ...there, saved: true });
        else if (!there && here?.saved) put(conversation, mode, null);
        if (!there && mode === 'reply') this.#forget(conversation);
      }
    } catch {
      // What is kept here stays; opening the conversation again asks again.
    }
  }

  #forget(conversation: string): void {
    const { [conversation]: _, ...others } = this.begun.get();
    this.begun.set(others);
  }

  #later(conversation: string, mode: Mode, wait: number): void {
    const name = `${conversation} ${mode}`;
    clearTimeout(this.#timers.get(name));
    this.#timers.set(
      name,
      setTimeout(() => {
        this.#timers.delete(name);
        // One after the other: an older save never comes after a newer one.
        const before = this.#saving.get(name) ?? Promise.resolve();
        this.#saving.set(
          name,
          before.then(() => this.#save(conversation, mode)),
        );
      }, wait),
    );
  }

  async #save(conversation: string, mode: Mode): Promise<void> {
    const draft = kept(conversation, mode);
    if (!draft || draft.saved) return;
    // What has been typed meanwhile is saved by its own turn.
    const isSame = () => kept(conversation, mode)?.at === draft.at;
    try {
      if (draft.text === '') {
        await this.#post.remove(conversation, mode);
        if (isSame()) put(conversation, mode, null);
        if (mode === 'reply') this.#forget(conversation);
        return;
      }
      const answer = await this.#post.save(conversation, mode, draft);
      if (!isSame()) return;
      if (answer.kept) put(conversation, mode, { ...draft, saved: true });
      else put(conversation, mode, answer.draft && { ...answer.draft, saved: true });
    } catch (error) {
      if (error instanceof Problem && !error.isTransient) {
        // The desk does not want it; here it stays.
        if (isSame()) put(conversation, mode, { ...draft, saved: true });
      } else {
        this.#later(conversation, mode, AGAIN);
      }
    }
  }
}

/** How the reply begins that waits in a conversation: typed here, or on another machine. */
export function useBegun({ begun }: DraftKeeper, conversation: string): string {
  const here = useDraft(conversation, 'reply');
  const there = useStore(begun)[conversation];
  return there && there.at > (kept(conversation, 'reply')?.at ?? 0) ? there.preview : here;
}

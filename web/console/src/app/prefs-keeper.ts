// Keeps at the desk what an operator likes, so that it follows them to the next machine. This browser's copy is for the
// first paint and for the time without a network; what was changed here and elsewhere comes together field by field.
import { data, Problem, type Schema } from '@madoguchi/shared/api';
import { api } from './api';
import { change, type Prefs, prefs, type SavedView, usual } from './prefs';
import { keptStore } from './store';

/** What the desk keeps of it. The rest belongs to the machine. */
export type Kept = Schema['Preferences'];
type Tests = Kept['test_conversations'];

interface Answer {
  version?: number | null;
  value: Kept;
}

export interface PrefsPost {
  load(): Promise<Answer>;
  /** Refused with `settings-changed` if another version than `expected` stands there. */
  save(expected: number | null, value: Kept): Promise<Answer>;
}

const post: PrefsPost = {
  load: () => data(api.GET('/v1/me/preferences')),
  save: (expected, value) => data(api.PUT('/v1/me/preferences', { body: { expected, value } })),
};

/** What this browser and the desk last agreed on. */
interface Base {
  operator: string;
  value: Kept;
}

/** How long after a change it is saved, in milliseconds. */
const PAUSE = 1000;
/** When a save that was lost is tried again. */
const AGAIN = 30_000;
/** Whoever comes back after this time may have changed something on another machine. */
const OLD = 60_000;
/** How often in a row somebody else may be faster. */
const TRIES = 5;
/** How many views the desk keeps. */
const VIEWS = 50;

const base = keptStore<Base | null>('prefs-base', (found) => {
  if (typeof found !== 'object' || found === null) return null;
  const { operator, value } = found as Partial<Base>;
  return typeof operator === 'string' && typeof value === 'object' ? { operator, value } : null;
});

export function toDesk({ sendKey, sound, notify, theme, language, density, views, tests }: Prefs): Kept {
  return {
    send_key: sendKey === 'enter' ? 'enter' : 'ctrl_enter',
    sound,
    desktop: notify,
    theme,
    language,
    density,
    saved_views: views.map(({ name, query }) => ({ name, query })),
    test_conversations: tests,
  };
}

export function fromDesk(kept: Kept): Partial<Prefs> {
  return {
    sendKey: kept.send_key === 'enter' ? 'enter' : 'shift-enter',
    sound: kept.sound,
    notify: kept.desktop,
    theme: kept.theme,
    density: kept.density,
    views: kept.saved_views,
    tests: kept.test_conversations,
    // Without one it is the browser's.
    ...(kept.language && { language: kept.language }),
  };
}

const FIELDS = ['send_key', 'sound', 'desktop', 'theme', 'language', 'density'] as const;

const same = (one: Kept, other: Kept) =>
  FIELDS.every((field) => one[field] === other[field]) &&
  JSON.stringify(one.saved_views.map(({ name, query }) => [name, query])) ===
    JSON.stringify(other.saved_views.map(({ name, query }) => [name, query])) &&
  sameTests(one.test_conversations, other.test_conversations);

const sameTests = (one: Tests, other: Tests) =>
  [...Object.keys(one), ...Object.keys(other)].every((inbox) => one[inbox] === other[inbox]);

/** What was changed here since `before`, put upon what stands at the desk now. */
export function merge(before: Kept, mine: Kept, theirs: Kept): Kept {
  const mineOrTheirs = <F extends (typeof FIELDS)[number]>(field: F): Kept[F] =>
    mine[field] === before[field] ? theirs[field] : mine[field];
  return {
    send_key: mineOrTheirs('send_key'),
    sound: mineOrTheirs('sound'),
    desktop: mineOrTheirs('desktop'),
    theme: mineOrTheirs('theme'),
    language: mineOrTheirs('language'),
    density: mineOrTheirs('density'),
    saved_views: mergeViews(before.saved_views, mine.saved_views, theirs.saved_views),
    test_conversations: mergeTests(
      before.test_conversations,
      mine.test_conversations,
      theirs.test_conversations,
    ),
  };
}

function mergeViews(
  before: readonly SavedView[],
  mine: readonly SavedView[],
  theirs: readonly SavedView[],
): SavedView[] {
  const was = new Map(before.map(({ name, query }) => [name, query]));
  const kept = new Set(mine.map(({ name }) => name));
  const made = mine.filter(({ name, query }) => was.get(name) !== query);
  const madeHere = new Set(made.map(({ name }) => name));
  const others = theirs.filter(({ name }) => !madeHere.has(name) && !(was.has(name) && !kept.has(name)));
  return [...others, ...made].slice(-VIEWS);
}

function mergeTests(before: Tests, mine: Tests, theirs: Tests): Tests {
  const inboxes = [...Object.keys(theirs), ...Object.keys(mine)];
  return Object.fromEntries(
    inboxes.flatMap((inbox) => {
      const kept = mine[inbox] === before[inbox] ? theirs[inbox] : mine[inbox];
      return kept === undefined ? [] : [[inbox, kept]];
    }),
  );
}

/** Keeps what this operator likes at the desk until the answer is called. */
export function keepPrefs(operator: string, to: PrefsPost = post): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let syncedAt = Number.NEGATIVE_INFINITY;
  let running = false;
  let gone = false;
  const mine = () => toDesk(prefs.get());

  const last = base.get();
  if (last && last.operator !== operator) {
    // What the one before liked is nothing that this one has changed.
    change({ views: [], tests: {} });
    base.set({ operator, value: mine() });
  }

  /** What counts as unchanged here: the desk's, or on a machine without a memory everything but the views and tests. */
  const before = (isKept: boolean): Kept =>
    base.get()?.value ?? (isKept ? { ...mine(), saved_views: [], test_conversations: {} } : toDesk(usual()));
  const isDirty = () => !same(mine(), before(true));

  const later = (wait: number) => {
    clearTimeout(timer);
    if (!gone) timer = setTimeout(() => void sync(), wait);
  };

  const once = async () => {
    const { version = null, value } = await to.load();
    if (gone) return;
    const isKept = version !== null;
    const theirs = isKept ? value : before(false);
    const next = isKept ? merge(before(true), mine(), theirs) : mine();
    // Before anything is taken over: a new language begins the page afresh.
    base.set({ operator, value: theirs });
    if (!same(next, mine())) change(fromDesk(next));
    if (same(next, theirs)) return;
    await to.save(version, next);
    base.set({ operator, value: next });
  };

  const sync = async () => {
    if (running) return later(PAUSE);
    running = true;
    try {
      for (let n = 1; ; n += 1) {
        try {
          await once();
          break;
        } catch (error) {
          const faster = error instanceof Problem && error.kind === 'settings-changed';
          if (!faster || n === TRIES) throw error;
        }
      }
      syncedAt = Date.now();
    } catch (error) {
      // What the desk refuses waits for the next change.
      if (!(error instanceof Problem) || error.isTransient) later(AGAIN);
    } finally {
      running = false;
    }
  };

  const changed = () => {
    if (isDirty()) later(PAUSE);
  };
  const wake = () => {
    if (isDirty() || Date.now() - syncedAt > OLD) void sync();
  };
  const leave = prefs.subscribe(changed);
  addEventListener('online', wake);
  addEventListener('focus', wake);
  void sync();
  return () => {
    gone = true;
    leave();
    clearTimeout(timer);
    removeEventListener('online', wake);
    removeEventListener('focus', wake);
  };
}

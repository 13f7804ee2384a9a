// What an admin edits and what the desk holds meanwhile. Nobody's changes are overwritten unseen, and nothing typed is lost.

/** A section of the settings as the desk holds it. */
export interface Section<T> {
  value: T;
  /** Counts the changes; nothing as long as the settings file is in force. */
  version?: number | null;
  changed_by?: string | null;
  changed_at?: string | null;
}

export interface Editing<T> {
  /** What the draft began from. */
  base: Section<T>;
  draft: T;
  /** What somebody else has saved since, if the draft differs from it. */
  theirs: Section<T> | null;
  /** The own draft, put aside for somebody else's. */
  aside: T | null;
}

export function begin<T>(section: Section<T>): Editing<T> {
  return { base: section, draft: section.value, theirs: null, aside: null };
}

export function edit<T>(editing: Editing<T>, draft: T): Editing<T> {
  return { ...editing, draft };
}

export function isDirty<T>({ base, draft }: Editing<T>): boolean {
  return !same(base.value, draft);
}

/** The desk holds this now. */
export function arrive<T>(editing: Editing<T>, section: Section<T>): Editing<T> {
  if (count(section) <= count(editing.theirs ?? editing.base)) return editing;
  if (!isDirty(editing) || same(section.value, editing.draft)) return { ...editing, ...begin(section) };
  return { ...editing, theirs: section };
}

/** What was sent is saved; what was typed since stays. */
export function saved<T>(editing: Editing<T>, sent: T, section: Section<T>): Editing<T> {
  const draft = same(editing.draft, sent) ? section.value : editing.draft;
  return { base: section, draft, theirs: null, aside: null };
}

/** Goes on with what somebody else has saved; the own draft stays at hand. */
export function takeTheirs<T>(editing: Editing<T>): Editing<T> {
  return editing.theirs ? { ...begin(editing.theirs), aside: editing.draft } : editing;
}

/** Goes on with the own draft, which is to take the place of what somebody else has saved. */
export function keepMine<T>(editing: Editing<T>): Editing<T> {
  return editing.theirs ? { ...editing, base: editing.theirs, theirs: null } : editing;
}

/** Takes the own draft up again. */
export function bringBack<T>(editing: Editing<T>): Editing<T> {
  return editing.aside === null ? editing : { ...editing, draft: editing.aside, aside: null };
}

/** Lets the own draft go that was put aside. */
export function drop<T>(editing: Editing<T>): Editing<T> {
  return { ...editing, aside: null };
}

/** Whether leaving would lose something. */
export function isUnsaved<T>(editing: Editing<T>): boolean {
  return isDirty(editing) || editing.aside !== null;
}

export function discard<T>(editing: Editing<T>): Editing<T> {
  return begin(editing.theirs ?? editing.base);
}

function count(section: Section<unknown>): number {
  return section.version ?? 0;
}

/** Whether two values say the same as JSON; what is left out is `null`. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(one[key], other[key]));
}

// The files of a set of rules and of its cases, and a draft of them: only what differs from the version it began from.
import type { Schema } from '@madoguchi/shared/api';
import { keptStore } from '../../app/store';

/** Texts by name. Names of rules end in `.rhai`, names of cases in `.toml`. */
export type Files = Readonly<Record<string, string>>;

/** The files as the API takes them. */
export interface Sources {
  sources: Schema['SourceBody'][];
  cases: Schema['SourceBody'][];
}

export function isCase(name: string): boolean {
  return name.endsWith('.toml');
}

/** Rules first, then cases, each in the order in which they run. */
export function namesOf(files: Files): string[] {
  const names = Object.keys(files).sort(byCode);
  return [...names.filter((name) => !isCase(name)), ...names.filter(isCase)];
}

/** The desk sorts by code, not by a language. */
const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function filesOf(version: Pick<Schema['VersionDetail'], 'sources' | 'case_sources'>): Files {
  const all = [...version.sources, ...version.case_sources];
  return Object.fromEntries(all.map(({ file, text }) => [file, text]));
}

export function sourcesOf(files: Files): Sources {
  const body = (name: string) => ({ file: name, text: files[name] ?? '' });
  const names = namesOf(files);
  return {
    sources: names.filter((name) => !isCase(name)).map(body),
    cases: names.filter(isCase).map(body),
  };
}

/** Texts that are not as in the version; `null` is a file that goes. */
export type Edits = Readonly<Record<string, string | null>>;

export interface Draft {
  /** Whose it is: somebody else who signs in here does not see it. */
  operator: string;
  /** The version that it changes. */
  base: string;
  edits: Edits;
}

export function applied(base: Files, edits: Edits): Files {
  const all = { ...base, ...edits };
  return Object.fromEntries(Object.entries(all).filter((one): one is [string, string] => one[1] !== null));
}

/** The edits with one more; a text that is as before is no edit. */
export function edited(base: Files, edits: Edits, name: string, text: string | null): Edits {
  const { [name]: _, ...others } = edits;
  return text === (base[name] ?? null) ? others : { ...others, [name]: text };
}

export type FileState = 'same' | 'changed' | 'new' | 'removed';

export function stateOf(base: Files, edits: Edits, name: string): FileState {
  const text = edits[name];
  if (text === undefined) return 'same';
  if (text === null) return 'removed';
  return name in base ? 'changed' : 'new';
}

/** What is left of edits once `theirs` has come into force in place of `base`, and the files that both have changed. */
export function rebased(base: Files, theirs: Files, edits: Edits): { edits: Edits; both: string[] } {
  let left: Edits = {};
  const both: string[] = [];
  for (const [name, text] of Object.entries(edits)) {
    const their = theirs[name] ?? null;
    left = edited(theirs, left, name, text);
    if (their !== (base[name] ?? null) && their !== text) both.push(name);
  }
  return { edits: left, both: both.sort(byCode) };
}

const CLEAN = /^[\p{Alphabetic}\p{N}_.-]+$/u;
const BYTES = 100;

/** Why a new file cannot have a name; `null` if it can. */
export function nameTrouble(files: Files, name: string): 'ending' | 'characters' | 'taken' | null {
  if (!/.\.(rhai|toml)$/.test(name)) return 'ending';
  if (!CLEAN.test(name) || new TextEncoder().encode(name).length > BYTES) return 'characters';
  return name in files ? 'taken' : null;
}

function read(found: unknown): Draft | null {
  if (typeof found !== 'object' || found === null) return null;
  const { operator, base, edits } = found as Partial<Record<keyof Draft, unknown>>;
  if (typeof operator !== 'string' || typeof base !== 'string') return null;
  if (typeof edits !== 'object' || edits === null) return null;
  const sound = Object.values(edits).every((text) => text === null || typeof text === 'string');
  return sound ? { operator, base, edits: edits as Edits } : null;
}

/** The draft of this browser, the same in every tab. */
export const kept = keptStore('rules-draft', read);

// What can be done here and now: single keys, the command bar and the table of keys all read the same list.
import type { Key } from '@madoguchi/shared/messages';
import { useEffect, useRef } from 'react';
import { prefs } from './prefs';

/** What an action is called; the catalogues know other words for each. */
export type ActionName = Extract<Key, `reading.${string}`> extends `reading.${infer Name}` ? Name : never;

export interface Action {
  id: ActionName;
  label: string;
  /** What people press, as they read it. */
  keys?: string;
  /** Letters by `event.code`, which an active input method does not hide; symbols by `event.key`. */
  on?: { code: string; shift?: boolean; after?: string } | { key: string };
  run: () => void;
}

const groups = new Set<() => readonly Action[]>();

/** Offers actions as long as the component is there. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const group = () => latest.current;
    groups.add(group);
    return () => {
      groups.delete(group);
    };
  }, []);
}

export function allActions(): Action[] {
  return [...groups].flatMap((group) => group());
}

type Press = Pick<
  KeyboardEvent,
  'code' | 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'keyCode'
>;

/**
 * Whether a key is an action's. Never while an input method composes, and never with Ctrl, Alt or ⌘. `before` is the key
 * that begins a pair, if it was pressed just now: `G` then `I`.
 */
export function isPressed(on: Action['on'], event: Press, before: string | null = null): boolean {
  if (!on || event.isComposing || event.keyCode === 229) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if ('key' in on) return before === null && event.key === on.key;
  return (on.after ?? null) === before && event.code === on.code && event.shiftKey === (on.shift ?? false);
}

/** How long the first key of a pair waits for the second, in milliseconds. */
const PAIR = 1500;

const WRITES = 'input, textarea, select, [contenteditable], dialog, [role=menu]';

/** Has single keys do things, unless somebody writes. */
export function useKeys(): void {
  useEffect(() => {
    let first: { code: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      // Where it was pressed, also within a shadow root.
      const [at] = event.composedPath();
      if (!prefs.get().letters || event.defaultPrevented) return;
      if (at instanceof Element && at.closest(WRITES)) return;
      const before = first && event.timeStamp - first.at < PAIR ? first.code : null;
      const all = allActions();
      first = null;
      const begins = ({ on }: Action) => !!on && 'after' in on && on.after === event.code;
      if (before === null && !event.shiftKey && isPressed({ code: event.code }, event) && all.some(begins)) {
        first = { code: event.code, at: event.timeStamp };
        return;
      }
      const action = all.find(({ on }) => isPressed(on, event, before));
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

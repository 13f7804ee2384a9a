import { useSyncExternalStore } from 'react';

/** A value that others are told of when it changes. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function store<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A value that stays in this browser, as far as the browser lets it, and is the same in every tab. */
export function keptStore<T>(key: string, read: (found: unknown) => T): Store<T> {
  const inner = store(read(stored(key)));
  addEventListener('storage', (event) => {
    if (event.key === key) inner.set(read(stored(key)));
  });
  return {
    ...inner,
    set(value) {
      inner.set(value);
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Storage is full or refused: the value lasts as long as the page.
      }
    },
  };
}

function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

export function useStore<T>(from: Store<T>): T {
  return useSyncExternalStore(from.subscribe, from.get);
}

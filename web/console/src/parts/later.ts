// Parts of the console that the first screen can do without: fetched when they are first needed, or before that as soon as
// the browser has nothing else to do, so that they are there at once, also when the network is gone.
import { type ComponentType, createElement, lazy, useEffect, useState } from 'react';

export interface Later<T> {
  load(): Promise<T>;
  /** The part, once it is there. */
  get(): T | undefined;
}

const parts: (() => Promise<unknown>)[] = [];

export function later<T>(fetch: () => Promise<T>): Later<T> {
  let part: T | undefined;
  let coming: Promise<T> | undefined;
  const load = () => {
    coming ??= fetch().then(
      (loaded) => {
        part = loaded;
        return loaded;
      },
      (error) => {
        // Whoever needs it the next time asks again.
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  parts.push(load);
  return { load, get: () => part };
}

/**
 * A component of a module of its own, for use within `Suspense`. If it is there already it is shown at once: what React has
 * waited for, even for no time, it lets wait a third of a second more.
 */
export function lazily<P extends object>(
  fetch: () => Promise<{ default: ComponentType<P> }>,
): ComponentType<P> {
  const part = later(fetch);
  const Coming = lazy(part.load) as ComponentType<P>;
  // biome-ignore lint/correctness/noComponentHookFactories: it is called once for each module, and by no component
  return function Part(props: P) {
    const [Shown] = useState(() => part.get()?.default ?? Coming);
    return createElement(Shown, props);
  };
}

/** The part, as soon as it is there; it is fetched when it is wanted. One that cannot be fetched is thrown. */
export function useLater<T>(part: Later<T>, wanted: boolean): T | undefined {
  const [came, look] = useState<{ error?: unknown }>();
  useEffect(() => {
    if (!wanted || part.get()) return;
    let left = false;
    part.load().then(
      () => !left && look({}),
      (error) => !left && look({ error }),
    );
    return () => {
      left = true;
    };
  }, [part, wanted]);
  if (wanted && came?.error) throw came.error;
  return part.get();
}

/** When the browser is so busy that it is never idle, a part is fetched after so many milliseconds all the same. */
const PATIENCE = 5000;

const idle = (work: () => void) =>
  'requestIdleCallback' in window
    ? requestIdleCallback(work, { timeout: PATIENCE })
    : setTimeout(work, PATIENCE / 2);

let isFetching = false;

/** Fetches every part that is not there yet, one after the other while the browser is idle. */
export function fetchTheRest(): void {
  if (isFetching) return;
  isFetching = true;
  const waiting = [...parts];
  const next = () => {
    const load = waiting.shift();
    // What cannot be fetched now is fetched when it is needed, and then said.
    if (load)
      load().then(
        () => idle(next),
        () => idle(next),
      );
    else isFetching = false;
  };
  idle(next);
}

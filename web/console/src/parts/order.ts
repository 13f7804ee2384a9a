// What happens to a list when something in it is moved.

/** The list with one entry at another place. */
export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const moved = [...list];
  const [one] = moved.splice(from, 1);
  if (one !== undefined) moved.splice(Math.max(0, Math.min(to, moved.length)), 0, one);
  return moved;
}

/** The list with one entry changed. */
export function put<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((one, n) => (n === at ? value : one));
}

/** The list without one entry. */
export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, n) => n !== at);
}

/** Where an entry lands that is let go at a height; `middles` are the heights at which the entries have their middle. */
export function landing(middles: readonly number[], from: number, at: number): number {
  return middles.filter((middle, n) => n !== from && middle < at).length;
}

/** Where a key on an entry's handle moves it; `null` if it is no such key. */
export function keyed(key: string, at: number, length: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: length - 1 }[key];
  if (to === undefined) return null;
  return Math.max(0, Math.min(to, length - 1));
}

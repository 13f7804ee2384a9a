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

type Box = Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>;

/** Where an entry lands that is let go at a point: behind all whose middle comes before it, in lines if they stand side by side. */
export function landing(
  boxes: readonly Box[],
  from: number,
  { x, y }: { x: number; y: number },
  along = false,
): number {
  const isBefore = ({ top, bottom, left, right }: Box) => {
    if (!along) return (top + bottom) / 2 < y;
    return bottom < y || (top <= y && (left + right) / 2 < x);
  };
  return boxes.filter((box, n) => n !== from && isBefore(box)).length;
}

/** Where a key on an entry's handle moves it; `null` if it is no such key. */
export function keyed(key: string, at: number, length: number): number | null {
  const [before, after] = [at - 1, at + 1];
  const ways = { ArrowUp: before, ArrowLeft: before, ArrowDown: after, ArrowRight: after };
  const to = { ...ways, Home: 0, End: length - 1 }[key];
  if (to === undefined) return null;
  return Math.max(0, Math.min(to, length - 1));
}

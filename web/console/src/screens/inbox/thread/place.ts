// Where a thread is looked at: where it opens, where it was left, and that the line being read stays where it is.
import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Item } from './items';

export type Virtual = Virtualizer<HTMLDivElement, Element>;

/** How far from the end one is still at the end, in pixels. */
export const END = 80;
/** How tall a row is that was not measured yet, and what stands above the first and beneath the last, in pixels. */
export const USUAL = 64;
export const ABOVE = 8;
export const BENEATH = 16;
/** How long a message that a link names is marked, in milliseconds. */
const MARKED = 3000;
/** How many threads' places are kept. */
const KEPT = 100;

interface Left {
  /** The key of the item on top; `null` if the thread was left at its end. */
  top: string | null;
  /** What was measured of the items that were there. */
  sizes: VirtualItem[];
  width: number;
}

/** How each thread was left. */
const left = new Map<string, Left>();
/** How large the last thread was; the next one is as large. */
let room = { width: 0, height: 0 };

/** The item that a thread opens at, and where that stands; `null` opens it at its end. */
function opening(
  id: string,
  items: readonly Item[],
  aim: string | undefined,
): { index: number; align: 'start' | 'center' } | null {
  const at = (key: string | null | undefined) => (key ? items.findIndex((item) => item.key === key) : -1);
  // A link goes where it says (`useAim`), from the end if that is not there.
  if (aim) return at(aim) < 0 ? null : { index: at(aim), align: 'center' };
  const top = at(left.get(id)?.top);
  const index = top < 0 ? at('unread') : top;
  return index < 0 ? null : { index, align: 'start' };
}

/** What is known of a thread before any of it was made: how large it is, and where it begins to be seen. */
export function useBegin(id: string, items: readonly Item[], aim: string | undefined) {
  const [begin] = useState(() => {
    const known = left.get(id);
    const sizes = known?.width === room.width ? known.sizes : [];
    const sizeOf = new Map(sizes.map(({ key, size }) => [key, size]));
    const height = (upTo: number) =>
      items.slice(0, upTo).reduce((sum, { key }) => sum + (sizeOf.get(key) ?? USUAL), ABOVE);
    const most = Math.max(0, height(items.length) + BENEATH - room.height);
    const at = opening(id, items, aim);
    const offset = at ? height(at.index) - (at.align === 'center' ? room.height / 2 : 0) : most;
    return {
      initialRect: room,
      initialOffset: Math.max(0, Math.min(most, offset)),
      initialMeasurementsCache: sizes,
    };
  });
  return begin;
}

/** Opens a thread where it was left, at the unread line, or at its end. The answer says whether it opened at the end. */
export function usePlace(
  id: string,
  virtual: Virtual,
  items: readonly Item[],
  aim: string | undefined,
): RefObject<boolean> {
  const opened = useRef(false);
  const atEnd = useRef(aim === undefined);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    const at = opening(id, items, aim);
    if (!at) return virtual.scrollToEnd();
    atEnd.current = false;
    virtual.scrollToIndex(at.index, { align: at.align });
  }, [id, items, virtual, aim]);
  useEffect(
    () => () => {
      if (virtual.scrollRect) room = virtual.scrollRect;
      const top = virtual.getVirtualItemForOffset(virtual.scrollOffset ?? 0);
      left.delete(id);
      left.set(id, {
        top: virtual.isAtEnd(END) || !top ? null : String(top.key),
        sizes: virtual.getVirtualItems(),
        width: room.width,
      });
      for (const old of left.keys()) {
        if (left.size <= KEPT) break;
        left.delete(old);
      }
    },
    [id, virtual],
  );
  return atEnd;
}

/** Goes to the row that a link names, once it is there. The answer is the row, as long as it is marked. */
export function useAim(
  virtual: Virtual,
  items: readonly Item[],
  aim: string | undefined,
  go: () => void,
): string | undefined {
  const [marked, setMarked] = useState<string>();
  const done = useRef<string>(undefined);
  const index = aim ? items.findIndex(({ key }) => key === aim) : -1;
  useEffect(() => {
    if (!aim || index < 0 || done.current === aim) return;
    done.current = aim;
    go();
    virtual.scrollToIndex(index, { align: 'center' });
    setMarked(aim);
  }, [virtual, aim, index, go]);
  useEffect(() => {
    if (!marked) return;
    const timer = setTimeout(() => setMarked(undefined), MARKED);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}

/** At the end one stays at the end, also when the composer grows, or a picture that has come takes its place. */
export function useFirmEnd(
  scroller: RefObject<HTMLDivElement | null>,
  virtual: Virtual,
  atEnd: RefObject<boolean>,
): void {
  useEffect(() => {
    const element = scroller.current;
    const all = element?.firstElementChild;
    if (!element || !all) return;
    let last = element.scrollTop;
    const look = () => {
      // Only whoever scrolls up leaves the end: what grows beneath leaves nobody behind.
      if (virtual.isAtEnd(END)) atEnd.current = true;
      else if (element.scrollTop < last) atEnd.current = false;
      last = element.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (atEnd.current && virtual.getDistanceFromEnd() > 0) virtual.scrollToEnd();
    });
    element.addEventListener('scroll', look, { passive: true });
    observer.observe(element);
    observer.observe(all);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [scroller, virtual, atEnd]);
}

/** How long after a page has come its rows are still measured, in milliseconds. */
const SETTLING = 300;
/** What people scroll with. */
const HANDS = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Keeps the message that is being read where it is when others come or go around it. The list itself holds on to whatever
 * stands on top; that may be a line between messages, which goes when the page before it comes. Whoever goes elsewhere calls
 * the answer first.
 */
export function useStill(virtual: Virtual, items: readonly Item[], atEnd: RefObject<boolean>): () => void {
  const held = useRef<{ key: string; above: number } | null>(null);
  const shown = useRef(items);
  const settles = useRef(0);
  const free = useCallback(() => {
    settles.current = 0;
  }, []);
  const hold = () => {
    if (performance.now() < settles.current) return;
    const top = virtual.scrollOffset ?? 0;
    const first = virtual
      .getVirtualItems()
      .find(({ index, end }) => end > top && shown.current[index]?.kind === 'row');
    held.current = first ? { key: String(first.key), above: first.start - top } : null;
  };
  useLayoutEffect(() => {
    const was = held.current;
    if (shown.current !== items && was && !atEnd.current) settles.current = performance.now() + SETTLING;
    shown.current = items;
    if (!was || performance.now() >= settles.current) return hold();
    const start = virtual.measurementsCache[items.findIndex(({ key }) => key === was.key)]?.start;
    const { scrollElement } = virtual;
    if (start === undefined || !scrollElement) return;
    const moved = start - scrollElement.scrollTop - was.above;
    // Not as a command to the list: until that is done, it makes up for nothing that is measured meanwhile.
    if (Math.abs(moved) > 1) scrollElement.scrollTop += moved;
  });
  useEffect(() => {
    const { scrollElement } = virtual;
    scrollElement?.addEventListener('scroll', hold, { passive: true });
    for (const hand of HANDS) scrollElement?.addEventListener(hand, free, { passive: true });
    return () => {
      scrollElement?.removeEventListener('scroll', hold);
      for (const hand of HANDS) scrollElement?.removeEventListener(hand, free);
    };
  });
  return free;
}

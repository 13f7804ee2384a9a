import { type KeyboardEvent, type PointerEvent, type RefObject, useState } from 'react';
import { useWords } from '../app/i18n';
import { cx, IconButton } from './controls';
import { keyed, landing } from './order';
import css from './sortable.module.css';

interface Options {
  /** The element whose children are the items. */
  list: RefObject<HTMLElement | null>;
  length: number;
  /** What people call an item. */
  name: (n: number) => string;
  onMove: (from: number, to: number) => void;
  /** The items stand side by side, in as many lines as they need. */
  along?: boolean;
}

export interface Sorting {
  /** Marks an item that is dragged, and the one at whose edge it would fall. */
  item: (n: number) => { 'data-dragged'?: true; 'data-edge'?: string };
  handle: (n: number) => {
    label: string;
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
  move: (from: number, to: number) => void;
  /** What a reader of the screen hears. */
  told: string;
  tell: (words: string) => void;
}

/**
 * Puts a list in order: an item's handle is dragged, or moved with the arrow keys. The items stay where they are until it is
 * let go: whatever moved in the page would lose the pointer.
 */
export function useSortable({ list, length, name, onMove, along = false }: Options): Sorting {
  const { t } = useWords();
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const [told, tell] = useState('');
  const called = (n: number) => name(n) || t('order.nameless', { n: n + 1 });
  const move = (from: number, to: number) => {
    if (from === to) return;
    tell(t('order.moved', { name: called(from), n: to + 1, all: length }));
    onMove(from, to);
  };
  const item = (n: number): ReturnType<Sorting['item']> => {
    if (!drag) return {};
    if (n === drag.from) return { 'data-dragged': true };
    if (n !== drag.to) return {};
    const sides = along ? ['start', 'end'] : ['before', 'after'];
    return { 'data-edge': sides[drag.to < drag.from ? 0 : 1] };
  };
  const handle = (n: number): ReturnType<Sorting['handle']> => ({
    label: t('order.handle', { name: called(n) }),
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: n, to: n });
    },
    onPointerMove(event) {
      if (!drag) return;
      scrollAlong(event);
      const boxes = [...(list.current?.children ?? [])].map((child) => child.getBoundingClientRect());
      setDrag({ from: n, to: landing(boxes, n, { x: event.clientX, y: event.clientY }, along) });
    },
    onPointerUp() {
      setDrag(null);
      if (drag) move(n, drag.to);
    },
    onPointerCancel: () => setDrag(null),
    onKeyDown(event) {
      if (event.key === 'Escape' && drag) {
        event.stopPropagation();
        return setDrag(null);
      }
      const to = keyed(event.key, n, length);
      if (to === null || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move(n, to);
    },
  });
  return { item, handle, move, told, tell };
}

/** What an item is dragged by. */
export function Grip({ sorting, n, className }: { sorting: Sorting; n: number; className?: string }) {
  const { t } = useWords();
  return (
    <IconButton
      icon="grip"
      small
      title={t('order.hint')}
      className={cx(css.grip, className)}
      {...sorting.handle(n)}
    />
  );
}

/** Says aloud where something was moved to. */
export function Told({ sorting }: { sorting: Sorting }) {
  return (
    <span className="vh" role="status">
      {sorting.told}
    </span>
  );
}

/** How near to the edge of the page a drag has to come for the page to follow, and by how much it follows, in pixels. */
const NEAR = 48;
const STEP = 16;

function scrollAlong(event: PointerEvent<HTMLElement>): void {
  const page = event.currentTarget.closest('[data-scroller]');
  if (!page) return;
  const { top, bottom } = page.getBoundingClientRect();
  if (event.clientY < top + NEAR) page.scrollBy(0, -STEP);
  else if (event.clientY > bottom - NEAR) page.scrollBy(0, STEP);
}

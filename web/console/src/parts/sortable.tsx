import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useWords } from '../app/i18n';
import { IconButton } from './controls';
import css from './sortable.module.css';

interface Handle {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export interface Sorting {
  /** The order as it is shown: what is being dragged is where it would fall. */
  order: readonly string[];
  dragged: string | null;
  /** Tells where an item is. */
  place: (key: string) => (element: HTMLElement | null) => void;
  handle: (key: string) => Handle;
  /** What a reader of the screen hears. */
  spoken: string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

export function moved(order: readonly string[], key: string, to: number): readonly string[] {
  const others = order.filter((one) => one !== key);
  return [...others.slice(0, to), key, ...others.slice(to)];
}

/** Puts a short list in order: a handle is dragged, or moved with Alt and an arrow. */
export function useSortable(keys: readonly string[], onOrder: (keys: readonly string[]) => void): Sorting {
  const { t } = useWords();
  const [drag, setDrag] = useState<{ key: string; order: readonly string[] } | null>(null);
  const [spoken, setSpoken] = useState('');
  const items = useRef(new Map<string, HTMLElement>());
  const order = drag?.order ?? keys;
  const end = (keep: boolean) => {
    if (keep && drag?.order.some((key, n) => key !== keys[n])) onOrder(drag.order);
    setDrag(null);
  };
  const over = (event: PointerEvent): string | undefined =>
    order.find((key) => {
      const box = items.current.get(key)?.getBoundingClientRect();
      return (
        box &&
        event.clientX >= box.left &&
        event.clientX <= box.right &&
        event.clientY >= box.top &&
        event.clientY <= box.bottom
      );
    });
  const handle = (key: string): Handle => ({
    onPointerDown(event) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ key, order: keys });
    },
    onPointerMove(event) {
      if (!drag) return;
      const under = over(event);
      if (under && under !== key) setDrag({ key, order: moved(order, key, order.indexOf(under)) });
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
    onKeyDown(event) {
      const step = STEPS[event.key];
      if (!event.altKey || !step) return;
      event.preventDefault();
      const to = keys.indexOf(key) + step;
      if (to < 0 || to >= keys.length) return;
      onOrder(moved(keys, key, to));
      setSpoken(t('sort.moved', { n: to + 1, most: keys.length }));
      // Moved in the page, an element loses the focus.
      requestAnimationFrame(() => items.current.get(key)?.querySelector<HTMLElement>('[data-grip]')?.focus());
    },
  });
  const place = (key: string) => (element: HTMLElement | null) => {
    if (element) items.current.set(key, element);
    else items.current.delete(key);
  };
  return { order, dragged: drag?.key ?? null, place, handle, spoken };
}

/** What an item is dragged by. */
export function Grip({ sorting, id, label }: { sorting: Sorting; id: string; label: string }) {
  return (
    <IconButton
      icon="grip"
      small
      data-grip
      label={label}
      className={css.grip}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      {...sorting.handle(id)}
    />
  );
}

/** Says aloud where something was moved to. */
export function Spoken({ sorting }: { sorting: Sorting }) {
  return (
    <span className="vh" aria-live="polite">
      {sorting.spoken}
    </span>
  );
}

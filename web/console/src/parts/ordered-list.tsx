import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { useWords } from '../app/i18n';
import { Button, IconButton } from './controls';
import { Icon } from './icon';
import { Menu, MenuItem, MenuLine } from './menu';
import { keyed, landing, move, put, without } from './order';
import css from './ordered-list.module.css';

interface Props<T> {
  /** What the list is of. */
  label: string;
  items: readonly T[];
  /** What people call an entry. */
  name: (item: T, n: number) => string;
  onChange: (items: T[]) => void;
  /** The button that adds, and what it adds. */
  add: { label: string; make: () => NoInfer<T>; most?: number };
  /** An entry's fields. */
  children: (item: T, n: number, change: (item: T) => void) => ReactNode;
  /** If given, entries are folded to this until somebody opens them. */
  summary?: (item: T, n: number) => ReactNode;
  /** Whether something in an entry is wrong: it is not folded then. */
  broken?: (n: number) => boolean;
  /** Asked before an entry goes. */
  onRemove?: (item: T, go: () => void) => void;
  /** What else can be done with an entry. */
  actions?: (item: T, n: number) => { label: string; run: () => void }[];
  /** Entries are lines of a table: their labels stand above the first one alone. */
  columns?: boolean;
  /** Entries are small and stand close together. */
  dense?: boolean;
}

interface Drag {
  from: number;
  to: number;
}

/**
 * A list whose entries can be added, removed and put in order: by dragging the handle, by the arrow keys on it, or by the
 * entry's menu.
 */
export function OrderedList<T>(props: Props<T>) {
  const { label, items, name, onChange, add, summary, broken, onRemove, actions, columns, dense } = props;
  const { t } = useWords();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const next = useRef(items.length);
  const [keys, setKeys] = useState(() => items.map((_, n) => n));
  const [open, setOpen] = useState<number | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [told, setTold] = useState('');
  const [focus, setFocus] = useState<{ key: number; field: boolean } | null>(null);

  if (keys.length !== items.length) {
    // The list was exchanged as a whole.
    setKeys(items.map(() => next.current++));
    setOpen(null);
  }
  useEffect(() => {
    if (!focus) return;
    const row = list.current?.querySelector(`:scope > [data-key="${focus.key}"]`);
    const wanted = focus.field ? 'input, textarea, select' : 'button';
    row?.querySelector<HTMLElement>(wanted)?.focus();
    setFocus(null);
  }, [focus]);

  const to = (from: number, at: number) => {
    const item = items[from];
    if (item === undefined || from === at) return;
    setKeys(move(keys, from, at));
    onChange(move(items, from, at));
    setTold(t('order.moved', { name: name(item, from), n: at + 1, all: items.length }));
  };
  const remove = (item: T, n: number) => {
    const go = () => {
      const kept = without(keys, n);
      setKeys(kept);
      onChange(without(items, n));
      setTold(t('order.removed', { name: name(item, n) }));
      const neighbour = kept[Math.min(n, kept.length - 1)];
      if (neighbour === undefined) document.getElementById(`${id}-add`)?.focus();
      else setFocus({ key: neighbour, field: false });
    };
    if (onRemove) onRemove(item, go);
    else go();
  };
  const append = () => {
    const key = next.current++;
    setKeys([...keys, key]);
    setOpen(key);
    onChange([...items, add.make()]);
    setFocus({ key, field: true });
  };

  const at = (from: number, event: PointerEvent) => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    return landing(
      rows.map((row) => row.top + row.height / 2),
      from,
      event.clientY,
    );
  };
  const handle = (n: number) => ({
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ from: n, to: n });
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (!drag) return;
      scrollAlong(event);
      setDrag({ from: n, to: at(n, event) });
    },
    onPointerUp: () => {
      setDrag(null);
      if (drag) to(n, drag.to);
    },
    onPointerCancel: () => setDrag(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && drag) return setDrag(null);
      const there = keyed(event.key, n, items.length);
      if (there === null || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      to(n, there);
    },
  });
  const edge = (n: number) => {
    if (!drag || drag.to === drag.from || n !== drag.to) return undefined;
    return drag.to < drag.from ? 'before' : 'after';
  };

  return (
    <div className={css.whole} data-dense={dense || undefined}>
      <ol ref={list} className={css.list} aria-label={label} data-columns={columns || undefined}>
        {items.map((item, n) => {
          const key = keys[n] ?? n;
          const called = name(item, n) || t('order.nameless', { n: n + 1 });
          const unfolded = !summary || open === key || broken?.(n);
          return (
            <li
              key={key}
              data-key={key}
              className={css.row}
              data-dragged={drag?.from === n || undefined}
              data-edge={edge(n)}
            >
              <button
                type="button"
                className={css.handle}
                aria-label={t('order.handle', { name: called })}
                title={t('order.hint')}
                {...handle(n)}
              >
                <Icon name="grip" size={18} />
              </button>
              <div className={css.content}>
                {summary && (
                  <button
                    type="button"
                    className={css.fold}
                    aria-expanded={!!unfolded}
                    onClick={() => setOpen(open === key ? null : key)}
                  >
                    <span className={css.summary}>{summary(item, n)}</span>
                    <Icon name="chevron" size={16} />
                  </button>
                )}
                {unfolded && props.children(item, n, (changed) => onChange(put(items, n, changed)))}
              </div>
              <Menu
                label={t('order.menu', { name: called })}
                trigger={<IconButton icon="more" small label={t('order.menu', { name: called })} />}
              >
                <MenuItem disabled={n === 0} onSelect={() => to(n, n - 1)}>
                  {t('order.up')}
                </MenuItem>
                <MenuItem disabled={n === items.length - 1} onSelect={() => to(n, n + 1)}>
                  {t('order.down')}
                </MenuItem>
                {actions?.(item, n).map((action) => (
                  <MenuItem key={action.label} onSelect={action.run}>
                    {action.label}
                  </MenuItem>
                ))}
                <MenuLine />
                <MenuItem icon="trash" danger onSelect={() => remove(item, n)}>
                  {t('order.remove')}
                </MenuItem>
              </Menu>
            </li>
          );
        })}
      </ol>
      {(add.most === undefined || items.length < add.most) && (
        <Button id={`${id}-add`} small className={css.add} onClick={append}>
          <Icon name="plus" size={16} />
          {add.label}
        </Button>
      )}
      <span className="vh" role="status">
        {told}
      </span>
    </div>
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

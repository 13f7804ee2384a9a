import { cloneElement, type ReactNode, useState } from 'react';
import { later, useLater } from './later';
import type { AtProps, ChoiceProps, ItemProps, MenuProps } from './layers';

export const layers = later(() => import('./layers'));

/**
 * A menu beneath a button. A screen has many and few are opened: until then there is only the button. The press that is
 * for it opens it, even if what it is made with has to be fetched first.
 */
export function Menu(props: MenuProps) {
  const { trigger, open = false, onOpen } = props;
  const [asked, setAsked] = useState(false);
  // Once it was open it stays made: the focus goes back to its button.
  if (open && !asked) setAsked(true);
  const made = useLater(layers, asked);
  if (asked && made) return <made.Menu {...props} />;
  const ask = () => {
    setAsked(true);
    onOpen?.(true);
  };
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: ask,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      ask();
    },
  });
}

/** A menu at a place of the page, such as where the pointer is. */
export function MenuAt(props: AtProps) {
  const made = useLater(layers, true);
  return made ? <made.MenuAt {...props} /> : null;
}

// What stands in a menu is there only while one is open.

/** A menu of a menu. */
export function MenuSub(props: { label: string; children: ReactNode }) {
  const made = layers.get();
  return made ? <made.MenuSub {...props} /> : null;
}

export function MenuItem(props: ItemProps) {
  const made = layers.get();
  return made ? <made.MenuItem {...props} /> : null;
}

/** One of several, the one that holds now marked. */
export function MenuChoice<T extends string>(props: ChoiceProps<T>) {
  const made = layers.get();
  return made ? <made.MenuChoice {...props} /> : null;
}

export function MenuLine() {
  const made = layers.get();
  return made ? <made.MenuLine /> : null;
}

export function MenuLabel(props: { children: ReactNode }) {
  const made = layers.get();
  return made ? <made.MenuLabel {...props} /> : null;
}

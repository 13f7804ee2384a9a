import { Popover } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import css from './filter-menu.module.css';

interface Props {
  /** What it opens below, and what has the focus afterwards. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** A popover that whoever shows it has opened already: what is in it comes with the press that asks for it. */
export function Below({ anchor, label, onClose, children }: Props) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          // It comes in a timer: who has gone on meanwhile, say to a menu, is not called back.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const at = document.activeElement;
            if (!at || at === document.body) anchor.current?.focus();
          }}
          // A press on the button that opened it closes it; it is not outside.
          onPointerDownOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

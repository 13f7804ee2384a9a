import { DropdownMenu } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { Icon, type IconName } from './icon';
import css from './menu.module.css';

interface Props {
  /** A button. */
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'end';
  /** Open from the beginning: the press that made it was for it. */
  defaultOpen?: boolean;
  /** Where the focus goes when it closes, if not to the button. */
  returnTo?: RefObject<HTMLElement | null>;
  /** Whether it is open, if somebody else decides. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactNode;
}

/** A menu beneath a button. */
export function Menu(props: Props) {
  const { trigger, label, align = 'end', defaultOpen = false, returnTo, open, onOpen, children } = props;
  const goBack = (event: Event) => {
    if (!returnTo?.current) return;
    event.preventDefault();
    returnTo.current.focus();
  };
  return (
    <DropdownMenu.Root
      modal={false}
      defaultOpen={defaultOpen}
      {...(open !== undefined && { open })}
      {...(onOpen && { onOpenChange: onOpen })}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={css.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={goBack}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface AtProps {
  x: number;
  y: number;
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** A menu at a place of the page, such as where the pointer is. */
export function MenuAt({ x, y, label, onClose, children }: AtProps) {
  return (
    <DropdownMenu.Root modal={false} open onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className={css.point}
          style={{ left: x, top: y }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css.menu} align="start" collisionPadding={8} aria-label={label}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A menu of a menu. */
export function MenuSub({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={css.item}>
        <span className={css.mark} />
        <span className={css.words}>{label}</span>
        <Icon name="next" size={14} />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className={css.menu} sideOffset={2} collisionPadding={8}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

interface ItemProps {
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  keys?: string;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, danger, disabled, keys, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item
      className={css.item}
      data-danger={danger || undefined}
      disabled={disabled ?? false}
      onSelect={onSelect}
    >
      <span className={css.mark}>{icon && <Icon name={icon} size={18} />}</span>
      <span className={css.words}>{children}</span>
      {keys && <kbd className={css.keys}>{keys}</kbd>}
    </DropdownMenu.Item>
  );
}

interface ChoiceProps<T extends string> {
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onPick: (value: T) => void;
}

/** One of several, the one that holds now marked. */
export function MenuChoice<T extends string>({ value, options, onPick }: ChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(picked) => onPick(picked as T)}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={css.item}>
          <span className={css.mark}>
            <DropdownMenu.ItemIndicator>
              <Icon name="check" size={18} />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className={css.words}>{option.label}</span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className={css.line} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={css.label}>{children}</DropdownMenu.Label>;
}

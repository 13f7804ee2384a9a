import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon';
import css from './menu.module.css';

interface Props {
  /** A button. */
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'end';
  /** Open from the beginning: the press that made it was for it. */
  defaultOpen?: boolean;
  children: ReactNode;
}

/** A menu beneath a button. */
export function Menu({ trigger, label, align = 'end', defaultOpen = false, children }: Props) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={defaultOpen}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={css.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
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
  options: { value: T; label: ReactNode }[];
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

import { type ComponentProps, type ReactNode, useId } from 'react';
import css from './controls.module.css';
import { Icon, type IconName } from './icon';

/** Class names, without those that do not apply. */
export function cx(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

type Look = 'plain' | 'primary' | 'note' | 'danger' | 'quiet';

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  small?: boolean;
}

export function Button({ look = 'plain', small, className, ...rest }: ButtonProps) {
  const names = cx(css.button, look !== 'plain' && css[look], small && css.small, className);
  return <button type="button" className={names} {...rest} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  icon: IconName;
  /** What it does, in words. */
  label: string;
  filled?: boolean;
  on?: boolean;
}

export function IconButton({ icon, label, filled, on, look = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button
      look={look}
      aria-label={label}
      title={label}
      className={cx(css.square, on && css.on, className)}
      {...rest}
    >
      <Icon name={icon} filled={filled ?? false} size={rest.small ? 18 : 20} />
    </Button>
  );
}

/** What a control is given by what stands around it. */
export interface Given {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface LabelledProps {
  label: string;
  hint?: ReactNode;
  wrong?: string | undefined;
  children: (given: Given) => ReactNode;
}

/** A control with its label above; what is wrong stands by it, in words. */
export function Labelled({ label, hint, wrong, children }: LabelledProps) {
  const id = useId();
  const described = cx(!!hint && `${id}-hint`, !!wrong && `${id}-wrong`) || undefined;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': described })}
      {hint && (
        <span className={css.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong && (
        <span className={css.wrong} id={`${id}-wrong`} role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

type Around = Omit<LabelledProps, 'children'>;

/** A labelled input. */
export function Field({ label, hint, wrong, ...input }: Around & Omit<ComponentProps<'input'>, 'id'>) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(given) => <Input {...input} {...given} />}
    </Labelled>
  );
}

/** A labelled field for several lines, as tall as what stands in it. */
export function TextField({ label, hint, wrong, ...area }: Around & Omit<ComponentProps<'textarea'>, 'id'>) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(given) => <textarea rows={2} {...area} {...given} className={cx(css.input, css.lines)} />}
    </Labelled>
  );
}

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(css.input, className)} {...rest} />;
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={cx(css.input, className)} {...rest} />;
}

interface ChipProps extends ComponentProps<'button'> {
  on?: boolean;
  warn?: boolean;
}

export function Chip({ on, warn, className, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      className={cx(css.chip, on && css.chipOn, warn && css.chipWarn, className)}
      {...rest}
    />
  );
}

export function Badge({ children }: { children: ReactNode }) {
  return <span className={css.badge}>{children}</span>;
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}

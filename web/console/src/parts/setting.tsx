import { type ReactNode, useId } from 'react';
import { cx, type Given } from './controls';
import css from './setting.module.css';

interface Props {
  label: string;
  hint?: ReactNode;
  wrong?: string | undefined;
  children: (given: Given) => ReactNode;
}

/** One setting of a card: its label and what it does at the left, its control at the right. */
export function Setting({ label, hint, wrong, children }: Props) {
  const id = useId();
  const described = cx(!!hint && `${id}-hint`, !!wrong && `${id}-wrong`) || undefined;
  return (
    <div className={css.setting}>
      <div className={css.words}>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className={css.hint}>
            {hint}
          </p>
        )}
      </div>
      <div className={css.control}>
        {children({ id, 'aria-invalid': wrong ? true : undefined, 'aria-describedby': described })}
        {wrong && (
          <p id={`${id}-wrong`} className={css.wrong} role="alert">
            {wrong}
          </p>
        )}
      </div>
    </div>
  );
}

interface SwitchProps {
  label: string;
  hint?: ReactNode;
  wrong?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off. */
export function SwitchSetting({ checked, onChange, ...around }: SwitchProps) {
  return (
    <Setting {...around}>
      {(given) => (
        <input
          {...given}
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
      )}
    </Setting>
  );
}

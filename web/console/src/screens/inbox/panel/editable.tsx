import { useEffect, useId, useRef, useState } from 'react';
import { useWords } from '../../../app/i18n';
import { Input } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import css from './editable.module.css';

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  maxLength: number;
  /** The label stands beside the field and not above it. */
  inline?: boolean;
  /** What is usually written here. */
  options?: readonly string[] | undefined;
  /** What the value is, for the browser. */
  type?: 'text' | 'date' | 'tel' | 'email' | undefined;
  onSave: (value: string) => Promise<unknown>;
}

/** How long a tick stays, in milliseconds. */
const TICK = 2000;

/** A field that saves as it is left or Enter is pressed (CRM-20). Esc brings back what was; a failure keeps what was typed. */
export function Editable(props: Props) {
  const { label, value, placeholder, maxLength, inline, options, type, onSave } = props;
  const { t } = useWords();
  const [text, setText] = useState(value);
  const [state, setState] = useState<'still' | 'saving' | 'saved' | 'failed'>('still');
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    // Somebody else may have changed it; what is being typed here stays.
    if (document.activeElement !== input.current) setText(value);
  }, [value]);
  useEffect(() => {
    if (state !== 'saved') return;
    const timer = setTimeout(() => setState('still'), TICK);
    return () => clearTimeout(timer);
  }, [state]);
  const save = async () => {
    if (text.trim() === value) return setText(value);
    setState('saving');
    try {
      await onSave(text.trim());
      setState('saved');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <label className={inline ? css.beside : css.above} htmlFor={id}>
        {label}
      </label>
      <span className={css.field} data-above={!inline || undefined}>
        <Input
          ref={input}
          id={id}
          type={type}
          list={options && `${id}-options`}
          value={text}
          placeholder={placeholder}
          maxLength={maxLength}
          aria-invalid={state === 'failed' || undefined}
          className={inline ? css.bare : undefined}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') event.currentTarget.blur();
            if (event.key === 'Escape') setText(value);
          }}
        />
        {options && (
          <datalist id={`${id}-options`}>
            {options.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        )}
        <span className={css.state} data-state={state} role="status">
          {state === 'saving' && <span className={css.dot} title={t('edit.saving')} />}
          {state === 'saved' && <Icon name="check" size={16} />}
          {state === 'saved' && <span className="vh">{t('edit.saved')}</span>}
        </span>
        {state === 'failed' && (
          <button type="button" className={css.retry} onClick={() => void save()}>
            {t('edit.failed')}
          </button>
        )}
      </span>
    </>
  );
}

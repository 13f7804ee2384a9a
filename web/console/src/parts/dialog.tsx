import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../app/i18n';
import { cx, IconButton } from './controls';
import css from './dialog.module.css';

interface Props {
  title: string;
  /** A dialog in the middle, or a drawer at the side. */
  side?: boolean;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

const FIELDS = 'input:not([hidden]), textarea, select, button, a[href]';

/** The browser's own modal dialog: it keeps the focus, and Esc or a click beside it closes it. */
export function Dialog({ title, side, wide, onClose, children }: Props) {
  const { t } = useWords();
  const ref = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog?.open) dialog?.showModal();
    // A drawer is looked at first: a field would call up the keyboard of a phone.
    if (side) return () => dialog?.close();
    // The browser would begin at the first button, which closes it; people begin with what the dialog is for.
    const inside = (selector: string) => body.current?.querySelector<HTMLElement>(selector);
    (inside('[data-first]') ?? inside(FIELDS))?.focus();
    return () => dialog?.close();
  }, [side]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it too
    <dialog
      ref={ref}
      className={cx(side ? css.drawer : css.dialog, wide && css.wide)}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className={css.frame}>
        <div className={css.head}>
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t('action.close')} onClick={onClose} />
        </div>
        <div ref={body} className={css.body}>
          {children}
        </div>
      </div>
    </dialog>
  );
}

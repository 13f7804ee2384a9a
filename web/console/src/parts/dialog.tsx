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

/** The browser's own modal dialog: it keeps the focus, and Esc or a click beside it closes it. */
export function Dialog({ title, side, wide, onClose, children }: Props) {
  const { t } = useWords();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog?.open) dialog?.showModal();
    return () => dialog?.close();
  }, []);
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
        <div className={css.body}>{children}</div>
      </div>
    </dialog>
  );
}

import { useWords } from '../app/i18n';
import css from './ask.module.css';
import { Button } from './controls';
import { Dialog } from './dialog';

interface Props {
  title: string;
  text: string;
  /** What the button says that does it. */
  yes: string;
  danger?: boolean;
  onYes: () => void;
  onClose: () => void;
}

/** Says what will happen, and does it on one more press. */
export function Ask({ title, text, yes, danger = false, onYes, onClose }: Props) {
  const { t } = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <div className={css.ways}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          look={danger ? 'danger' : 'primary'}
          data-first
          onClick={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </Button>
      </div>
    </Dialog>
  );
}

import type { Conversation } from '../../app/api';
import { useCommand } from '../../app/commands';
import { useWords } from '../../app/i18n';
import { nameOf } from '../../app/names';
import { Button } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import css from './questions.module.css';

/** What is asked once more before it is done. */
export type Question = 'request-end' | 'complete' | 'block';

interface Props {
  conversation: Conversation;
  question: Question;
  onClose: () => void;
}

/** Says what will happen, and does it on one more press. */
export function Confirm({ conversation, question, onClose }: Props) {
  const { t } = useWords();
  const { run } = useCommand(conversation.id);
  return (
    <Dialog title={t(`ask.${question}.title`)} onClose={onClose}>
      <p>{t(`ask.${question}.text`, { name: nameOf(conversation.contact, t) })}</p>
      <div className={css.ways}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          look={question === 'block' ? 'danger' : 'primary'}
          autoFocus
          onClick={() => {
            onClose();
            run({ verb: question, body: {} });
          }}
        >
          {t(`ask.${question}.do`)}
        </Button>
      </div>
    </Dialog>
  );
}

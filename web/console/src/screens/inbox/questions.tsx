import type { Conversation } from '../../app/api';
import { useCommand } from '../../app/commands';
import { useWords } from '../../app/i18n';
import { nameOf } from '../../app/names';
import { Ask } from '../../parts/ask';

/** What is asked once more before it is done. */
export type Question = 'request-end' | 'complete' | 'block' | 'request-rating';

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
    <Ask
      title={t(`ask.${question}.title`)}
      text={t(`ask.${question}.text`, { name: nameOf(conversation.contact, t) })}
      yes={t(`ask.${question}.do`)}
      danger={question === 'block'}
      onYes={() => run({ verb: question, body: {} })}
      onClose={onClose}
    />
  );
}

import type { Conversation } from '../../../app/api';
import { useCommand, type Verb } from '../../../app/commands';
import { useWords } from '../../../app/i18n';
import { Button } from '../../../parts/controls';
import type { Question } from '../questions';
import css from './standing.module.css';

interface Props {
  conversation: Conversation;
  onAsk: (question: Question) => void;
}

type Plain = Extract<Verb, 'bookmark' | 'unbookmark' | 'hide' | 'unhide' | 'unblock'>;

/** How the desk treats a contact, each with what it means: pinned, left out of the list, not heard at all. */
export function Standing({ conversation, onAsk }: Props) {
  const { t } = useWords();
  const { run, isPending } = useCommand(conversation.id);
  const { bookmarked, hidden, blocked } = conversation.contact;
  const does = (verb: Plain) => () => run({ verb, body: {} });
  const ways = [
    { name: 'bookmark', on: bookmarked, turn: does(bookmarked ? 'unbookmark' : 'bookmark') },
    { name: 'hide', on: hidden, turn: does(hidden ? 'unhide' : 'hide') },
    { name: 'block', on: blocked, turn: blocked ? does('unblock') : () => onAsk('block') },
  ] as const;
  return (
    <>
      <h2>{t('standing.title')}</h2>
      <ul className={css.ways}>
        {ways.map(({ name, on, turn }) => (
          <li key={name}>
            <div>
              <p data-on={on || undefined}>{on ? t(`standing.${name}.on`) : t(`standing.${name}.off`)}</p>
              <p className={css.hint}>{t(`standing.${name}.hint`)}</p>
            </div>
            <Button
              small
              disabled={isPending}
              look={name === 'block' && !on ? 'danger' : 'plain'}
              onClick={turn}
            >
              {on ? t(`standing.${name}.undo`) : t(`standing.${name}.do`)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

import { Link } from '@tanstack/react-router';
import type { Conversation, Row } from '../../../app/api';
import { useThread, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { Button } from '../../../parts/controls';
import css from './history.module.css';

/** A stretch of a conversation that has ended. */
export interface Past {
  /** Its first row and its last. */
  from: Row;
  to: Row;
}

/** The stretches that have ended, newest first: what one contact says in one inbox is one thread, ended and taken up again. */
export function pastOf(rows: readonly Row[]): Past[] {
  const found: Past[] = [];
  let from: Row | undefined;
  for (const row of rows) {
    from ??= row;
    const ends = row.kind === 'system' && (row.line.is === 'ended' || row.line.is === 'auto_completed');
    if (!ends) continue;
    found.push({ from, to: row });
    from = undefined;
  }
  return found.reverse();
}

/** Earlier conversations with the contact, as far as the thread was read. */
export function History({ conversation }: { conversation: Conversation }) {
  const { t, clock } = useWords();
  const { threads } = useWorkplace();
  const { timeline, fetching } = useThread(conversation.id);
  const past = pastOf(timeline.rows);
  return (
    <>
      <h2>{t('history.title')}</h2>
      {past.length === 0 && !timeline.more && <p className={css.none}>{t('history.none')}</p>}
      <ul className={css.list}>
        {past.map(({ from, to }) => (
          <li key={to.id}>
            <Link
              to="/inbox/c/$conversation"
              params={{ conversation: conversation.id }}
              search={(old) => ({ ...old, m: from.id })}
            >
              {clock.day(from.at)}
            </Link>
            <span className={css.end}>
              {to.kind === 'system' && to.line.is === 'auto_completed'
                ? t('history.ended_itself')
                : t('history.ended', { when: clock.short(to.at, Date.now()) })}
            </span>
          </li>
        ))}
      </ul>
      {timeline.more && (
        <Button
          look="quiet"
          small
          className={css.more}
          disabled={fetching !== null}
          onClick={() => threads.older(conversation.id)}
        >
          {t('history.more')}
        </Button>
      )}
    </>
  );
}

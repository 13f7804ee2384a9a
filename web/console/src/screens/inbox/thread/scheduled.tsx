import { lazy, Suspense, useState } from 'react';
import type { Conversation, Scheduled } from '../../../app/api';
import { useCommand } from '../../../app/commands';
import { useWords } from '../../../app/i18n';
import { Button, cx } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { useToast } from '../../../parts/toast';
import { again } from '../composer/words';
import { ContentView } from './contents';
import row from './row.module.css';
import css from './scheduled.module.css';

const ScheduleDialog = lazy(() => import('../composer/schedule-dialog'));
const NONE: ReadonlySet<string> = new Set();

/** A message that waits for its time, behind everything that has been said. */
export function ScheduledCard({ scheduled }: { scheduled: Scheduled }) {
  const { t, clock } = useWords();
  const { at, by_name, unless_contact_writes, window } = scheduled;
  const when = `${clock.day(at)} ${clock.time(at)}`;
  return (
    <article
      className={cx(row.row, row.ours, css.card)}
      aria-label={t('schedule.spoken', { when, name: by_name })}
      data-last
    >
      {scheduled.contents.map((content, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the contents of a message never move
        <div key={n} className={cx(row.held, css.held)}>
          <div className={row.bubble}>
            <ContentView content={content} pressed={NONE} />
          </div>
        </div>
      ))}
      <div className={row.below}>
        <Icon name="calendar" size={14} />
        <span className={css.when}>{t('schedule.at', { when })}</span>
        <span>{by_name}</span>
        {unless_contact_writes && <span>{t('schedule.unless')}</span>}
        {window && window !== 'open' && (
          <span className={css.warn}>
            <Icon name="warning" size={14} />
            {t(`schedule.window.${window}`)}
          </span>
        )}
        <ScheduledWays scheduled={scheduled} />
      </div>
    </article>
  );
}

/** What can be done to a message that waits. Taking it back can be taken back. */
export function ScheduledWays({ scheduled }: { scheduled: Scheduled }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const conversation: Pick<Conversation, 'id'> = { id: scheduled.conversation };
  const { ask, run, isPending } = useCommand(conversation.id);
  const toast = useToast();
  const cancel = async () => {
    await ask({ verb: 'cancel-scheduled', body: { scheduled: scheduled.id } });
    const contents = scheduled.contents.map(again);
    if (!contents.every((content) => content !== null)) {
      return toast({ kind: 'done', text: t('schedule.cancelled') });
    }
    const { at, unless_contact_writes } = scheduled;
    const back = () => run({ verb: 'schedule', body: { at, contents, unless_contact_writes } });
    toast({ kind: 'done', text: t('schedule.cancelled'), action: { label: t('action.undo'), run: back } });
  };
  return (
    <span className={css.ways}>
      <Button small onClick={() => setOpen(true)}>
        {t('action.edit')}
      </Button>
      <Button small look="quiet" disabled={isPending} onClick={() => void cancel().catch(() => undefined)}>
        {t('schedule.cancel')}
      </Button>
      {open && (
        <Suspense>
          <ScheduleDialog conversation={conversation} before={scheduled} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}

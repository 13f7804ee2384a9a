import { data, type Schema } from '@madoguchi/shared/api';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Content, type Scheduled } from '../../app/api';
import { deskQuery } from '../../app/desk';
import { useWords } from '../../app/i18n';
import { Avatar } from '../../parts/avatar';
import { Button, Chip } from '../../parts/controls';
import { Icon, type IconName } from '../../parts/icon';
import { Trouble } from '../../parts/trouble';
import { ScheduledWays } from '../inbox/thread/scheduled';
import page from '../page.module.css';
import css from './scheduled.module.css';

type State = Schema['ScheduledState'];

/** The states that one can look at by themselves, in the order of their life. */
const STATES: readonly State[] = ['waiting', 'sent', 'failed', 'cancelled'];
const ICONS: Record<State, IconName> = {
  waiting: 'clock',
  sending: 'clock',
  sent: 'check',
  failed: 'warning',
  unknown: 'warning',
  cancelled: 'close',
};

function calendarQuery(state: State | null) {
  return {
    queryKey: ['calendar', state],
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => {
      const query = { limit: 50, cursor: pageParam, ...(state && { state }) };
      return data(api.GET('/v1/scheduled', { params: { query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Schema['CalendarPage']) => last.next ?? undefined,
    staleTime: 10_000,
    refetchInterval: 60_000,
  };
}

/** What goes out by itself, by time, and what became of what did (CMP-05). */
export function Calendar() {
  const { t, clock } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const [state, setState] = useState<State | null>('waiting');
  const query = useInfiniteQuery(calendarQuery(state));
  const items = query.data?.pages.flatMap((one) => one.items) ?? [];
  const days = Map.groupBy(items, ({ at }) => clock.dayKey(at));
  return (
    <main id="main" className={page.page}>
      <div className={css.column}>
        <div>
          <h1>{t('calendar.title')}</h1>
          <p className={page.lead}>{t('calendar.lead', { zone: desk?.time_zone ?? '' })}</p>
        </div>
        <div className={css.states} role="group" aria-label={t('calendar.states')}>
          {STATES.map((one) => (
            <Chip key={one} aria-pressed={state === one} onClick={() => setState(one)}>
              {t(`calendar.state.${one}`)}
            </Chip>
          ))}
          <Chip aria-pressed={state === null} onClick={() => setState(null)}>
            {t('calendar.state.all')}
          </Chip>
        </div>
        {query.error && <Trouble error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && items.length === 0 && (
          <div className={css.empty}>
            <Icon name="calendar" size={32} />
            <p>{t('calendar.empty')}</p>
          </div>
        )}
        {[...days].map(([day, ofDay]) => (
          <section key={day} className={page.card} aria-label={clock.day(ofDay[0]?.at ?? day)}>
            <h2>{clock.day(ofDay[0]?.at ?? day)}</h2>
            <ul className={css.list}>
              {ofDay.map((one) => (
                <Entry key={one.id} scheduled={one} />
              ))}
            </ul>
          </section>
        ))}
        {query.hasNextPage && (
          <Button
            className={css.more}
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('calendar.more')}
          </Button>
        )}
      </div>
    </main>
  );
}

function Entry({ scheduled }: { scheduled: Scheduled }) {
  const { t, clock } = useWords();
  const { state, channel, conversation, contact_name: name, contents, not_sent, reason } = scheduled;
  const why = not_sent ? t(`calendar.why.${not_sent}`) : reason && t(`delivery.reason.${reason.is}`);
  const words = contents.map((content) =>
    wordsOf(content, (kind) => t(`content.${kind}` as 'content.image')),
  );
  return (
    <li className={css.entry}>
      <time dateTime={scheduled.at} className={css.time}>
        {clock.time(scheduled.at)}
      </time>
      <Avatar name={name} channel={channel} />
      <div className={css.what}>
        <p>
          <Link to="/inbox/c/$conversation" params={{ conversation }} className={css.name}>
            {name || t('contact.nameless', { id: conversation.slice(-4) })}
          </Link>
          <span className={css.by}>{t('calendar.by', { name: scheduled.by_name })}</span>
        </p>
        {words.length > 0 ? (
          <p className={css.words}>{words.join(' / ')}</p>
        ) : (
          <p className={css.by}>{t('calendar.no_words')}</p>
        )}
        {scheduled.unless_contact_writes && <p className={css.by}>{t('schedule.unless')}</p>}
        {scheduled.window && scheduled.window !== 'open' && (
          <p className={css.warn}>{t(`schedule.window.${scheduled.window}`)}</p>
        )}
        {state === 'waiting' && <ScheduledWays scheduled={scheduled} />}
      </div>
      <span className={css.state} data-state={state}>
        <Icon name={ICONS[state]} size={14} />
        {t(`calendar.state.${state}`)}
        {why && <small>{why}</small>}
      </span>
    </li>
  );
}

function wordsOf(content: Content, word: (kind: string) => string): string {
  if ('text' in content && content.text) return content.text;
  return content.type === 'media'
    ? (content.caption ?? content.name ?? word(content.kind))
    : word(content.type);
}

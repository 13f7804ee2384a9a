import { data, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { api } from '../../app/api';
import { useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { nameOf } from '../../app/names';
import { Button } from '../../parts/controls';
import { useToast } from '../../parts/toast';
import page from '../page.module.css';
import { Mark } from './mark';
import css from './screens.module.css';
import { useSettingsWords } from './words';

/** How often the page of an inbox asks for its webhooks again, and how often what costs more is asked for, in milliseconds. */
const OFTEN = 5000;
const RARELY = 30_000;
/** The most webhooks that one answer tells of. */
const MOST = 100;

function useDeadLetters(inbox?: string) {
  const query = inbox === undefined ? { limit: MOST } : { inbox };
  return useQuery({
    queryKey: ['dead letters', query],
    queryFn: () => data(api.GET('/v1/dead-letters', { params: { query } })),
    refetchInterval: inbox === undefined ? RARELY : OFTEN,
  });
}

function useRelays(inbox?: string) {
  const query = inbox === undefined ? { limit: MOST } : { inbox };
  return useQuery({
    queryKey: ['relays', query],
    queryFn: () => data(api.GET('/v1/relays', { params: { query } })),
    refetchInterval: inbox === undefined ? RARELY : OFTEN,
  });
}

/** How many of an inbox's webhooks need somebody, of the newest of all inboxes. */
export function useWaitingWebhooks(): (inbox: string) => number {
  const letters = useDeadLetters().data?.items ?? [];
  const relays = useRelays().data?.items.filter(({ state }) => state === 'given_up') ?? [];
  return (id) => [...letters, ...relays].filter(({ inbox }) => inbox === id).length;
}

/** Whether an inbox works, as far as the desk knows: what came last, and what could not be read or passed on. */
export function Health({ inbox }: { inbox: string }) {
  const { t, clock } = useSettingsWords();
  const workplace = useWorkplace();
  const queries = useQueryClient();
  const queryKey = useMemo(() => ['newest', inbox], [inbox]);
  const { data: newest } = useQuery({
    queryKey,
    queryFn: async () => {
      const query = { view: 'all' as const, inbox: [inbox], limit: 1 };
      return (await data(api.GET('/v1/conversations', { params: { query } }))).items[0] ?? null;
    },
    refetchInterval: RARELY,
  });
  useEffect(
    () =>
      workplace.listen((now, before) => {
        if (now.inbox === inbox && now.active_at !== before?.active_at) queries.setQueryData(queryKey, now);
      }),
    [workplace, queries, queryKey, inbox],
  );
  // What comes in while somebody looks is what they are waiting for.
  const [since] = useState(() => Date.now());
  const fresh = newest && Date.parse(newest.active_at) > since;
  return (
    <div className={css.health}>
      <h3>{t('settings.health.title')}</h3>
      <div role="status">
        {newest === null && <Mark good={false}>{t('settings.health.never')}</Mark>}
        {newest && (
          <Mark good>
            <span>
              {fresh ? t('settings.health.now') : t('settings.health.last')}{' '}
              <Link to="/inbox/c/$conversation" params={{ conversation: newest.id }}>
                {t('settings.health.by', {
                  name: nameOf(newest.contact, t),
                  when: clock.short(newest.active_at, Date.now()),
                })}
              </Link>
            </span>
          </Mark>
        )}
      </div>
      <p className={page.lead}>{t('settings.health.try')}</p>
      <Letters inbox={inbox} />
      <Relays inbox={inbox} />
    </div>
  );
}

function Letters({ inbox }: { inbox: string }) {
  const words = useSettingsWords();
  const { t, clock } = words;
  const toast = useToast();
  const queries = useQueryClient();
  const { data: letters } = useDeadLetters(inbox);
  const path = (letter: string) => ({ params: { path: { inbox, letter } } });
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ letter, again }: { letter: string; again: boolean }) => {
      if (again) return data(api.POST('/v1/dead-letters/{inbox}/{letter}/replay', path(letter)));
      await data(api.DELETE('/v1/dead-letters/{inbox}/{letter}', path(letter)));
      return null;
    },
    onSuccess: (replayed: Schema['ReplayedView'] | null) => {
      if (!replayed) toast({ kind: 'done', text: t('settings.health.thrown') });
      else if (replayed.done) toast({ kind: 'done', text: t('settings.health.taken') });
      else toast({ kind: 'error', text: t('settings.health.still', { why: replayed.why ?? '' }) });
    },
    onError: (error) => toast({ kind: 'error', text: said(error, words) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['dead letters'] }),
  });
  if (!letters) return null;
  if (letters.items.length === 0) return <Mark good>{t('settings.health.no_letters')}</Mark>;
  return (
    <div className={css.webhooks}>
      <Mark good={false}>
        {t('settings.health.letters', { n: letters.items.length, more: letters.next ? '+' : '' })}
      </Mark>
      <p className={page.lead}>{t('settings.health.letters_text')}</p>
      <ul>
        {letters.items.map(({ letter, at, why }) => (
          <li key={letter}>
            <span className="num">{clock.short(at, Date.now())}</span>
            <code lang="en">{why}</code>
            <span className={page.ways}>
              <Button small disabled={isPending} onClick={() => mutate({ letter, again: true })}>
                {t('settings.health.replay')}
              </Button>
              <Button
                small
                look="danger"
                disabled={isPending}
                onClick={() => mutate({ letter, again: false })}
              >
                {t('settings.health.throw')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Relays({ inbox }: { inbox: string }) {
  const words = useSettingsWords();
  const { t, clock } = words;
  const toast = useToast();
  const queries = useQueryClient();
  const { data: relays } = useRelays(inbox);
  const { mutate, isPending } = useMutation({
    mutationFn: (webhook: string) => {
      const params = { path: { inbox, webhook } };
      return data(api.POST('/v1/relays/{inbox}/{webhook}/retry', { params }));
    },
    onSuccess: () => toast({ kind: 'done', text: t('settings.health.retried') }),
    onError: (error) => toast({ kind: 'error', text: said(error, words) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['relays'] }),
  });
  if (!relays || relays.items.length === 0) return null;
  return (
    <div className={css.webhooks}>
      <Mark good={false}>
        {t('settings.health.relays', { n: relays.items.length, more: relays.next ? '+' : '' })}
      </Mark>
      <ul>
        {relays.items.map(({ webhook, at, state, why, next_at }) => (
          <li key={webhook}>
            <span className="num">{clock.short(at, Date.now())}</span>
            {why && <code lang="en">{why}</code>}
            {state === 'waiting' ? (
              <span>
                {t('settings.health.next', { when: next_at ? clock.short(next_at, Date.now()) : '' })}
              </span>
            ) : (
              <Button small disabled={isPending} onClick={() => mutate(webhook)}>
                {t('settings.health.retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

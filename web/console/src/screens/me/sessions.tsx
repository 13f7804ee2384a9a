import { data, type Schema } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api';
import { useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { useConfirmed } from '../../parts/confirm';
import { Button } from '../../parts/controls';
import { useToast } from '../../parts/toast';
import { Trouble } from '../../parts/trouble';
import css from '../page.module.css';
import own from './sessions.module.css';

const sessionsQuery = {
  queryKey: ['sessions'],
  queryFn: async () => (await data(api.GET('/v1/me/sessions'))).sessions,
  staleTime: 0,
};

/** Where one is signed in, and how that ends. */
export function Sessions() {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const navigate = useNavigate();
  const toast = useToast();
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  const confirmed = useConfirmed();
  const refused = (error: Error) => toast({ kind: 'error', text: said(error, words) });
  const end = useMutation({
    mutationFn: (session: string) =>
      confirmed.run(() => data(api.DELETE('/v1/me/sessions/{session}', { params: { path: { session } } }))),
    onSuccess: () => toast({ kind: 'done', text: t('me.session_ended') }),
    onError: refused,
    onSettled: () => void refetch(),
  });
  const signOut = useMutation({
    mutationFn: (everywhere: boolean) =>
      everywhere ? data(api.POST('/v1/sign-out/everywhere')) : data(api.POST('/v1/sign-out')),
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      workplace.queries.clear();
    },
    onError: refused,
  });
  return (
    <section className={css.card}>
      <h2>{t('me.sessions')}</h2>
      <p className={css.lead}>{t('me.sessions_lead')}</p>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      <ul className={own.sessions}>
        {sessions?.map((session) => (
          <Session
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id)}
          />
        ))}
      </ul>
      <div className={css.form}>
        <span className={css.ways}>
          <Button onClick={() => signOut.mutate(false)}>{t('me.sign_out')}</Button>
          <Button look="danger" onClick={() => signOut.mutate(true)}>
            {t('me.sign_out_everywhere')}
          </Button>
        </span>
      </div>
      {confirmed.dialog}
    </section>
  );
}

interface SessionProps {
  session: Schema['SessionView'];
  isEnding: boolean;
  onEnd: () => void;
}

/** One machine, as far as the desk knows it: by its address. */
function Session({ session, isEnding, onEnd }: SessionProps) {
  const { t, clock } = useWords();
  const address = session.address ?? t('me.session_nowhere');
  return (
    <li>
      <div>
        <p>
          {address}
          {session.current && <span className={own.here}>{t('me.session_here')}</span>}
        </p>
        <p className={css.lead}>
          {t('me.session_when', {
            made: clock.full(session.made_at),
            used: clock.full(session.last_used_at),
          })}
        </p>
      </div>
      {!session.current && (
        <Button
          small
          disabled={isEnding}
          aria-label={t('me.session_end_of', { address, made: clock.full(session.made_at) })}
          onClick={onEnd}
        >
          {t('me.sign_out')}
        </Button>
      )}
    </li>
  );
}

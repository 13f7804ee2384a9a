import { DEMO_NAMES } from '@madoguchi/shared/messages/demo';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Desk, Inbox } from '../../app/api';
import { deskQuery, meQuery, teamQuery } from '../../app/desk';
import { useWords } from '../../app/i18n';
import { Button } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import { useToast } from '../../parts/toast';
import { play, playsQuery } from './demo';
import css from './first-steps.module.css';

interface Props {
  /** The customer to try it with has written. */
  demo: boolean;
}

/** What a desk that no real customer has written to yet still needs; what is done already is ticked. */
export default function FirstSteps({ demo }: Props) {
  const { t } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: me } = useQuery(meQuery);
  const { data: team } = useQuery(teamQuery);
  if (!desk || !me || !team) return null;
  const inboxes = desk.inboxes.map(({ name }) => name).join(t('list.comma'));
  return (
    <section className={css.steps} aria-labelledby="first-steps">
      <h2 id="first-steps">{t('first.title')}</h2>
      <p className={css.lead}>{t('first.lead')}</p>
      <ol>
        <Step done title={t('first.account')}>
          {t('first.account_text', { name: me.operator.name })}
        </Step>
        <Step done={desk.inboxes.length > 0} title={t('first.channel')}>
          {desk.inboxes.length > 0 ? t('first.channel_done', { names: inboxes }) : t('first.channel_text')}
        </Step>
        <Step done={me.presence === 'online'} title={t('first.online')}>
          {t('first.online_text')}
        </Step>
        <Demo desk={desk} done={demo} />
        <Step done={team.length > 1} title={t('first.team')}>
          {t('first.team_text')} {me.admin && <Link to="/settings/team">{t('team.title')}</Link>}
        </Step>
        <Step done={desk.ai.configured} title={t('first.ai')}>
          {desk.ai.configured ? t('first.ai_done') : t('first.ai_text')}
        </Step>
      </ol>
    </section>
  );
}

/** A customer at the press of a button, and the web messenger as customers see it; only where providers are played. */
function Demo({ desk, done }: { desk: Desk; done: boolean }) {
  const { t, language } = useWords();
  const toast = useToast();
  const { data: plays } = useQuery(playsQuery(desk.inboxes[0]?.id ?? ''));
  const { mutate, isPending } = useMutation({
    mutationFn: (inboxes: readonly string[]) =>
      play(inboxes, DEMO_NAMES[language], [t('first.demo_asks'), t('first.demo_wishes')]),
    onError: () => toast({ kind: 'error', text: t('first.demo_failed') }),
  });
  if (!plays) return null;
  const own = desk.inboxes.filter(({ channel }) => channel !== 'web');
  // The channel that most customers write on comes first.
  const isLine = (inbox: Inbox) => inbox.channel === 'line';
  const provided = [...own.filter(isLine), ...own.filter((inbox) => !isLine(inbox))].map(({ id }) => id);
  return (
    <Step done={done} title={t('first.simulate')}>
      {done ? t('first.demo_done') : t('first.simulate_lead')}
      <span className={css.ways}>
        {!done && provided.length > 0 && (
          <Button look="primary" disabled={isPending} onClick={() => mutate(provided)}>
            {isPending ? t('first.demo_running') : t('first.demo')}
          </Button>
        )}
        {provided.length < desk.inboxes.length && (
          <a href="/demo" target="_blank" rel="noopener">
            {t('first.demo_web')}
          </a>
        )}
      </span>
    </Step>
  );
}

function Step({ done, title, children }: { done: boolean; title: string; children: ReactNode }) {
  const { t } = useWords();
  return (
    <li className={css.step} data-done={done || undefined}>
      <span className={css.tick}>{done && <Icon name="check" size={16} />}</span>
      <div>
        <h3>
          {title}
          {done && <span className="vh"> {t('first.done')}</span>}
        </h3>
        <div className={css.text}>{children}</div>
      </div>
    </li>
  );
}

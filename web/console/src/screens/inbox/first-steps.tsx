import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { deskQuery, meQuery, teamQuery } from '../../app/desk';
import { useWords } from '../../app/i18n';
import { IconButton } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import css from './first-steps.module.css';

/** What a desk that nobody has written to yet still needs; what is done already is ticked. */
export function FirstSteps() {
  const { t } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: me } = useQuery(meQuery);
  const { data: team } = useQuery(teamQuery);
  if (!desk || !me || !team) return null;
  const inboxes = desk.inboxes.map(({ name }) => name).join(t('list.comma'));
  const command = `cargo run -q -- simulate line --from Mei "${t('first.simulate_text')}"`;
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
        <Step done={false} title={t('first.simulate')}>
          {t('first.simulate_lead')}
          <span className={css.command}>
            <code>{command}</code>
            <IconButton
              icon="copy"
              small
              label={t('action.copy')}
              onClick={() => void navigator.clipboard.writeText(command)}
            />
          </span>
        </Step>
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

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { deskQuery } from '../../app/desk';
import { Avatar } from '../../parts/avatar';
import { Icon } from '../../parts/icon';
import page from '../page.module.css';
import { Empty } from './empty';
import { useWaitingWebhooks } from './health';
import { Mark } from './mark';
import { Page } from './page';
import type { InboxSettings, Settings } from './query';
import css from './screens.module.css';
import { useSettingsWords } from './words';

/** The connected accounts. */
export function Inboxes({ settings }: { settings: Settings }) {
  const { t } = useSettingsWords();
  const waiting = useWaitingWebhooks();
  return (
    <Page title={t('settings.inboxes.title')} lead={t('settings.inboxes.lead')}>
      <section className={page.card}>
        {settings.inboxes.length === 0 && <Empty>{t('settings.inboxes.empty')}</Empty>}
        <ul className={css.inboxes}>
          {settings.inboxes.map((inbox) => (
            <Row key={inbox.id} inbox={inbox} waiting={waiting(inbox.id)} />
          ))}
        </ul>
      </section>
      <p className={page.lead}>{t('settings.inboxes.file')}</p>
    </Page>
  );
}

function Row({ inbox, waiting }: { inbox: InboxSettings; waiting: number }) {
  const { t } = useSettingsWords();
  const { data: desk } = useQuery(deskQuery);
  const { name, bot } = inbox.conduct.value;
  const open = desk?.inboxes.find(({ id }) => id === inbox.id)?.open_now;
  return (
    <li>
      <Link to="/settings/inboxes/$inbox" params={{ inbox: inbox.id }} className={css.inbox}>
        <Avatar name={name} channel={inbox.channel} />
        <span className={css.who}>
          <b>{name}</b>
          <span className={page.lead}>
            {t(`channel.${inbox.channel}`)} · {inbox.id}
          </span>
        </span>
        <span className={css.facts}>
          <span>{bot ? t('settings.inboxes.bot') : t('settings.inboxes.people')}</span>
          {open !== undefined && (
            <span>{open ? t('settings.inboxes.open') : t('settings.inboxes.closed')}</span>
          )}
          {waiting > 0 && <Mark good={false}>{t('settings.inboxes.waiting', { n: waiting })}</Mark>}
        </span>
        <Icon name="chevron" size={16} />
      </Link>
    </li>
  );
}

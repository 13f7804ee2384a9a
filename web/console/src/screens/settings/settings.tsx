import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { meQuery, teamQuery } from '../../app/desk';
import { Broken } from '../../parts/broken';
import { Icon } from '../../parts/icon';
import { Trouble } from '../../parts/trouble';
import page from '../page.module.css';
import { Actions } from './actions';
import { Ai } from './ai';
import { Categories } from './categories';
import { Fields } from './fields';
import { DeskHours } from './hours';
import { InboxPage } from './inbox';
import { Inboxes } from './inboxes';
import { Page } from './page';
import { type Settings as All, settingsQuery } from './query';
import { SECTIONS } from './sections';
import css from './settings.module.css';
import { Statuses } from './statuses';
import { Tags } from './tags';
import { Templates } from './templates';
import { useSettingsWords } from './words';

/** The settings: their pages at the left, one of them beside. */
export function Settings() {
  return (
    <div className={css.settings}>
      <Places />
      <Outlet />
    </div>
  );
}

function Places() {
  const { t } = useSettingsWords();
  return (
    <nav className={css.nav} aria-label={t('settings.title')}>
      <Link to="/settings" className={css.title} activeOptions={{ exact: true }}>
        {t('settings.title')}
      </Link>
      {SECTIONS.map(({ name, icon }) => (
        <Link key={name} to="/settings/$section" params={{ section: name }} className={css.place}>
          <Icon name={icon} size={18} />
          {t(`settings.${name}.title`)}
        </Link>
      ))}
    </nav>
  );
}

/** What there is to set, in a sentence each. */
export function Overview() {
  const { t } = useSettingsWords();
  return (
    <main id="main" className={page.page}>
      <div className={page.column}>
        <h1>{t('settings.title')}</h1>
        <ul className={css.overview}>
          {SECTIONS.map(({ name, icon }) => (
            <li key={name}>
              <Link to="/settings/$section" params={{ section: name }} className={css.card}>
                <Icon name={icon} />
                <span>
                  <b>{t(`settings.${name}.title`)}</b>
                  <span className={page.lead}>{t(`settings.${name}.lead`)}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <p className={page.lead}>{t('settings.file')}</p>
      </div>
    </main>
  );
}

export { Team } from '../team/team';

const SCREENS: Record<string, ComponentType<{ settings: All }>> = {
  inboxes: Inboxes,
  hours: DeskHours,
  statuses: Statuses,
  tags: Tags,
  fields: Fields,
  categories: Categories,
  templates: Templates,
  actions: Actions,
  ai: Ai,
};

/** The page of a section. */
export function Section() {
  const { section } = useParams({ from: '/shell/settings/$section' });
  const Screen = SCREENS[section];
  if (!Screen) return <Broken />;
  return <Admins key={section}>{(settings) => <Screen settings={settings} />}</Admins>;
}

/** The page of an inbox. */
export function InboxSection() {
  const { inbox: id } = useParams({ from: '/shell/settings/inboxes/$inbox' });
  return (
    <Admins key={id}>
      {(settings) => {
        const inbox = settings.inboxes.find((one) => one.id === id);
        return inbox ? <InboxPage inbox={inbox} /> : <Broken />;
      }}
    </Admins>
  );
}

/** What admins alone may see and change; everybody else reads why they do not. */
function Admins({ children }: { children: (settings: All) => React.ReactNode }) {
  const { t } = useSettingsWords();
  const { data: me } = useQuery(meQuery);
  const { data: team } = useQuery(teamQuery);
  const admin = me?.admin ?? false;
  const { data: settings, error, refetch } = useQuery({ ...settingsQuery, enabled: admin });
  if (me && !admin) {
    const names = team?.filter(({ role, disabled }) => role === 'admin' && !disabled).map(({ name }) => name);
    return (
      <Page title={t('settings.admins.title')} lead={t('settings.admins.lead')}>
        {names && names.length > 0 && (
          <p>{t('settings.admins.who', { names: names.join(t('list.comma')) })}</p>
        )}
      </Page>
    );
  }
  if (settings) return children(settings);
  return (
    <main id="main" className={page.page} aria-busy={!error}>
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
    </main>
  );
}

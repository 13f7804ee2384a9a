import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { Badge } from '../parts/controls';
import { Icon, type IconName } from '../parts/icon';
import { Trouble } from '../parts/trouble';
import { deskQuery, meQuery, useWorkplace } from './desk';
import { InZone, useWords } from './i18n';
import { flat, listQuery, short } from './lists';
import { useNotifier } from './notify';
import css from './shell.module.css';
import { Offline, TopBar } from './top-bar';

const OwnPassword = lazy(async () => ({ default: (await import('../screens/entry/entry')).OwnPassword }));

/** What surrounds every screen of somebody who is signed in. */
export function Shell() {
  const me = useQuery(meQuery);
  const desk = useQuery(deskQuery);
  const workplace = useWorkplace();
  const mustChange = me.data?.change_password ?? false;
  const operator = mustChange ? undefined : me.data?.operator.id;
  useEffect(() => (operator ? workplace.open(operator) : undefined), [workplace, operator]);
  if (mustChange) {
    return (
      <Suspense>
        <OwnPassword />
      </Suspense>
    );
  }
  const error = me.error ?? desk.error;
  if (!me.data || !desk.data) {
    const retry = () => void Promise.all([me.refetch(), desk.refetch()]);
    return error ? <Trouble error={error} onRetry={retry} /> : null;
  }
  return (
    <InZone timeZone={desk.data.time_zone}>
      <Frame />
    </InZone>
  );
}

/** How many conversations wait for this operator: their own unconfirmed ones and those that nobody has. */
function useCalling(): number {
  const mine = useInfiniteQuery(listQuery({ view: 'mine' }));
  const waiting = useInfiniteQuery(listQuery({ view: 'waiting' }));
  const unconfirmed = flat(mine.data).filter((one) => one.unconfirmed > 0 && one.place !== 'completed');
  return unconfirmed.length + flat(waiting.data).filter((one) => one.place === 'waiting').length;
}

function Frame() {
  const { t } = useWords();
  const calling = useCalling();
  useNotifier(calling);
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        {t('shell.skip')}
      </a>
      <TopBar />
      <nav className={css.rail} aria-label={t('shell.nav')}>
        <RailLink to="/inbox" icon="inbox" label={t('inbox.title')} count={calling} />
        <RailLink to="/scheduled" icon="calendar" label={t('calendar.title')} />
        <RailLink to="/rules" icon="rules" label={t('rules.title')} />
        <RailLink to="/settings" icon="gear" label={t('settings.title')} />
        <RailLink to="/me" icon="person" label={t('me.title')} />
      </nav>
      <div className={css.screen}>
        <Offline />
        <Outlet />
      </div>
    </div>
  );
}

interface RailProps {
  to: '/inbox' | '/scheduled' | '/rules' | '/settings' | '/me';
  icon: IconName;
  label: string;
  count?: number;
}

function RailLink({ to, icon, label, count = 0 }: RailProps) {
  const here = useRouterState({ select: (state) => state.location.pathname.startsWith(to) });
  const { t } = useWords();
  return (
    <Link to={to} className={css.place} title={label} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} />
      <span className={css.word}>{label}</span>
      {count > 0 && (
        <span className={css.count}>
          <span className="vh">{t('shell.calling')}</span>
          <Badge>{short(count)}</Badge>
        </span>
      )}
    </Link>
  );
}

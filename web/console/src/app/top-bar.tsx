import { data } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Icon } from '../parts/icon';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../parts/menu';
import { useToast } from '../parts/toast';
import { api, type Presence } from './api';
import { CommandBar } from './command-bar';
import { deskQuery, meQuery, useWorkplace } from './desk';
import { said } from './errors';
import { useWords } from './i18n';
import { unlockSound, useSoundLocked } from './notify';
import { useStore } from './store';
import css from './top-bar.module.css';

export function TopBar() {
  const { t } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const locked = useSoundLocked();
  return (
    <header className={css.bar}>
      <b className={css.name}>{desk?.name}</b>
      <CommandBar />
      {locked && (
        <button type="button" className={css.pill} onClick={unlockSound}>
          <Icon name="sound" size={16} />
          <span className={css.wide}>{t('sound.unlock')}</span>
        </button>
      )}
      <MyPresence />
    </header>
  );
}

/** After 90 seconds without it one is offline. */
const SAY_AGAIN = 30_000;
const PRESENCES: readonly Presence[] = ['online', 'break', 'offline'];

function MyPresence() {
  const words = useWords();
  const { t } = words;
  const { data: me } = useQuery(meQuery);
  const workplace = useWorkplace();
  const navigate = useNavigate();
  const toast = useToast();
  const lost = useStore(workplace.lostAt) !== null;
  const { mutate } = useMutation({
    mutationFn: (presence: Presence) => data(api.PUT('/v1/me/presence', { body: { presence } })),
    onSuccess: (now) => workplace.queries.setQueryData(meQuery.queryKey, now),
    onError: (error) => toast({ kind: 'error', text: said(error, words) }),
  });
  const presence = me?.presence ?? 'offline';
  useEffect(() => {
    if (presence === 'offline') return;
    const again = () => {
      // A beat that is lost is made up for by the next one.
      data(api.PUT('/v1/me/presence', { body: { presence } })).catch(() => undefined);
    };
    const timer = setInterval(again, SAY_AGAIN);
    return () => clearInterval(timer);
  }, [presence]);
  const signOut = useMutation({
    mutationFn: () => data(api.POST('/v1/sign-out')),
    onSettled: async () => {
      await navigate({ to: '/sign-in', search: {} });
      workplace.queries.clear();
    },
  });
  const load = t('presence.load', { n: me?.load ?? 0, most: me?.operator.capacity ?? 0 });
  const word = lost ? t('presence.reconnecting') : t(`presence.${presence}`);
  return (
    <Menu
      label={t('presence.title')}
      trigger={
        <button type="button" className={css.pill}>
          <span className="vh">{t('presence.label')}</span>
          <span className={css.dot} data-presence={lost ? 'reconnecting' : presence} />
          <span>{word}</span>
          <span className={css.load}>{load}</span>
        </button>
      }
    >
      <MenuLabel>{me?.operator.name}</MenuLabel>
      <MenuChoice
        value={presence}
        options={PRESENCES.map((value) => ({ value, label: t(`presence.${value}`) }))}
        onPick={(picked) => mutate(picked)}
      />
      <MenuLine />
      <MenuItem icon="person" onSelect={() => void navigate({ to: '/me' })}>
        {t('me.title')}
      </MenuItem>
      <MenuItem onSelect={() => signOut.mutate()}>{t('me.sign_out')}</MenuItem>
    </Menu>
  );
}

/** Shorter interruptions are nobody's business. */
const PATIENCE = 5000;

/** Says that the connection is lost, once it has been for a while. */
export function Offline() {
  const { t } = useWords();
  const lostAt = useStore(useWorkplace().lostAt);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (lostAt === null) return;
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [lostAt]);
  return <div role="status">{shown && <p className={css.offline}>{t('shell.offline')}</p>}</div>;
}

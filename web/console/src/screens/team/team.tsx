import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Colleague } from '../../app/api';
import { deskQuery, meQuery, teamQuery, useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { Avatar } from '../../parts/avatar';
import { useConfirmed } from '../../parts/confirm';
import { Button, Field, IconButton } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { Menu, MenuItem } from '../../parts/menu';
import { useToast } from '../../parts/toast';
import css from '../page.module.css';
import { Page } from '../settings/page';
import { useSettingsWords } from '../settings/words';
import { Edit } from './edit';
import { Reset } from './reset';
import { RoleField } from './role-field';

type Doing = { what: 'edit' | 'reset'; colleague: Colleague } | { what: 'add' } | null;

/** Who is in the team, who is there, and how much they hold. */
export function Team() {
  const { t } = useSettingsWords();
  const { data: team } = useQuery({ ...teamQuery, refetchInterval: 30_000 });
  const { data: me } = useQuery(meQuery);
  const { data: desk } = useQuery(deskQuery);
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  const inboxes = (colleague: Colleague) =>
    colleague.inboxes.length === 0
      ? t('team.all_inboxes')
      : colleague.inboxes
          .map((id) => desk?.inboxes.find((inbox) => inbox.id === id)?.name ?? id)
          .join(t('list.comma'));
  return (
    <Page
      title={t('team.title')}
      lead={t('settings.team.lead')}
      action={
        me?.admin && (
          <Button look="primary" onClick={() => setDoing({ what: 'add' })}>
            {t('team.add')}
          </Button>
        )
      }
    >
      <section className={css.card}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('team.name')}</th>
              <th scope="col">{t('team.role')}</th>
              <th scope="col">{t('team.presence')}</th>
              <th scope="col">{t('team.load')}</th>
              <th scope="col" className={css.rare}>
                {t('team.inboxes')}
              </th>
              {me?.admin && (
                <th scope="col">
                  <span className="vh">{t('settings.team.ways')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {team?.map((colleague) => (
              <tr key={colleague.id}>
                <td>
                  <span className={css.person}>
                    <Avatar name={colleague.name} />
                    {colleague.name}
                  </span>
                </td>
                <td>{t(`role.${colleague.role}`)}</td>
                <td>{colleague.disabled ? t('team.disabled') : t(`presence.${colleague.presence}`)}</td>
                <td className="num">
                  {colleague.load}/{colleague.capacity}
                </td>
                <td className={css.rare}>{inboxes(colleague)}</td>
                {me?.admin && (
                  <td>
                    <Ways colleague={colleague} own={colleague.id === me.operator.id} onDo={setDoing} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {doing?.what === 'add' && <Add onClose={close} />}
      {doing?.what === 'edit' && <Edit colleague={doing.colleague} onClose={close} />}
      {doing?.what === 'reset' && <Reset colleague={doing.colleague} onClose={close} />}
    </Page>
  );
}

interface WaysProps {
  colleague: Colleague;
  /** Oneself: whoever is signed in changes their own password elsewhere. */
  own: boolean;
  onDo: (doing: Doing) => void;
}

function Ways({ colleague, own, onDo }: WaysProps) {
  const { t } = useSettingsWords();
  const label = t('order.menu', { name: colleague.name });
  return (
    <Menu label={label} trigger={<IconButton icon="more" small label={label} />}>
      <MenuItem onSelect={() => onDo({ what: 'edit', colleague })}>{t('settings.team.edit')}</MenuItem>
      <MenuItem disabled={own || colleague.disabled} onSelect={() => onDo({ what: 'reset', colleague })}>
        {t('settings.team.reset')}
      </MenuItem>
    </Menu>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const toast = useToast();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Colleague['role']>('operator');
  const [password, setPassword] = useState('');
  const { run, dialog } = useConfirmed();
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => {
      const body = { login: login.trim(), name: name.trim(), role, password };
      return run(() => data(api.POST('/v1/operators', { body })));
    },
    onSuccess: (operator) => {
      void workplace.queries.invalidateQueries({ queryKey: teamQuery.queryKey });
      toast({ kind: 'done', text: t('team.added', { name: operator.name }) });
      onClose();
    },
  });
  const wrong = (field: string) =>
    error instanceof Problem && error.field === field ? said(error, words) : undefined;
  const elsewhere = error && !['login', 'name', 'password'].some(wrong);
  if (dialog) return dialog;
  return (
    <Dialog title={t('team.add')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Field
          label={t('entry.login')}
          hint={t('entry.login_hint')}
          wrong={wrong('login')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Field
          label={t('entry.name')}
          hint={t('entry.name_hint')}
          wrong={wrong('name')}
          autoComplete="off"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <RoleField role={role} onPick={setRole} />
        <Field
          label={t('team.first_password')}
          hint={t('team.first_password_hint')}
          wrong={wrong('password')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {elsewhere && (
          <p className={css.wrong} role="alert">
            {said(error, words)}
          </p>
        )}
        <span className={css.ways}>
          <Button type="submit" look="primary" disabled={isPending}>
            {t('action.add')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </form>
    </Dialog>
  );
}

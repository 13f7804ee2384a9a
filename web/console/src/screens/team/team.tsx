import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, type Colleague } from '../../app/api';
import { deskQuery, meQuery, teamQuery, useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { Avatar } from '../../parts/avatar';
import { Button, Field, Select } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import { useToast } from '../../parts/toast';
import css from '../page.module.css';

/** Who is in the team, who is there, and how much they hold. */
export function Team() {
  const { t } = useWords();
  const { data: team } = useQuery({ ...teamQuery, refetchInterval: 30_000 });
  const { data: me } = useQuery(meQuery);
  const { data: desk } = useQuery(deskQuery);
  const [adding, setAdding] = useState(false);
  const inboxes = (colleague: Colleague) =>
    colleague.inboxes.length === 0
      ? t('team.all_inboxes')
      : colleague.inboxes
          .map((id) => desk?.inboxes.find((inbox) => inbox.id === id)?.name ?? id)
          .join(t('list.comma'));
  return (
    <main id="main" className={css.page}>
      <div className={css.column}>
        <div className={css.head}>
          <h1>{t('team.title')}</h1>
          {me?.admin && (
            <Button look="primary" onClick={() => setAdding(true)}>
              {t('team.add')}
            </Button>
          )}
        </div>
        <section className={css.card}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('team.name')}</th>
                <th scope="col">{t('team.role')}</th>
                <th scope="col">{t('team.presence')}</th>
                <th scope="col">{t('team.load')}</th>
                <th scope="col">{t('team.inboxes')}</th>
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
                  <td>{inboxes(colleague)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </div>
      {adding && <Add onClose={() => setAdding(false)} />}
    </main>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const toast = useToast();
  const id = useId();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Colleague['role']>('operator');
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      data(api.POST('/v1/operators', { body: { login: login.trim(), name: name.trim(), role, password } })),
    onSuccess: (operator) => {
      void workplace.queries.invalidateQueries({ queryKey: teamQuery.queryKey });
      toast({ kind: 'done', text: t('team.added', { name: operator.name }) });
      onClose();
    },
  });
  const wrong = (field: string) =>
    error instanceof Problem && error.field === field ? said(error, words) : undefined;
  const elsewhere = error && !['login', 'name', 'password'].some(wrong);
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
        <div>
          <label htmlFor={id}>{t('team.role')}</label>
          <Select
            id={id}
            value={role}
            onChange={(event) => setRole(event.target.value === 'admin' ? 'admin' : 'operator')}
          >
            <option value="operator">{t('role.operator')}</option>
            <option value="admin">{t('role.admin')}</option>
          </Select>
        </div>
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

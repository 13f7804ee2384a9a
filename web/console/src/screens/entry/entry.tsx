import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { api } from '../../app/api';
import { useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { change, prefs } from '../../app/prefs';
import { Button, Field } from '../../parts/controls';
import { Icon } from '../../parts/icon';
import css from './entry.module.css';

const route = getRouteApi('/sign-in');

function Entry({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const { t } = useWords();
  const other = prefs.get().language === 'ja' ? 'en' : 'ja';
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={css.page}>
      <main className={css.card}>
        <div className={css.mark}>
          <img src="/icon.svg" alt="" width="36" height="36" />
          <span>{t('entry.product')}</span>
        </div>
        <h1>{title}</h1>
        {lead && <p className={css.lead}>{lead}</p>}
        {children}
      </main>
      <button type="button" className={css.language} lang={other} onClick={() => change({ language: other })}>
        {t('entry.other_language')}
      </button>
    </div>
  );
}

/** What is wrong with a form as a whole; what is wrong with a field stands by the field. */
function Wrong({ error }: { error: unknown }) {
  const words = useWords();
  return (
    <p className={css.wrong} role="alert">
      <Icon name="warning" size={18} />
      {said(error, words)}
    </p>
  );
}

/** The problem of one field, if that is what went wrong. */
function about(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.field === field) return error.detail ?? error.message;
  return error.kind === 'weak-password' && field === 'password' ? error.message : undefined;
}

export function SignIn() {
  const { t } = useWords();
  const { to } = route.useSearch();
  const workplace = useWorkplace();
  const router = useRouter();
  const navigate = useNavigate();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const first = useQuery({ queryKey: ['setup'], queryFn: () => data(api.GET('/v1/setup')), staleTime: 0 });
  const needed = first.data?.needed;
  useEffect(() => {
    if (needed) void navigate({ to: '/set-up', replace: true });
  }, [needed, navigate]);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.POST('/v1/sign-in', { body: { login: login.trim(), password } })),
    onSuccess: () => {
      workplace.queries.clear();
      router.history.push(to ?? '/inbox');
    },
  });
  return (
    <Entry title={t('entry.sign_in')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Field
          label={t('entry.login')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Field
          label={t('entry.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {error && <Wrong error={error} />}
        <Button type="submit" look="primary" className={css.go} disabled={isPending}>
          {t('entry.sign_in')}
        </Button>
      </form>
    </Entry>
  );
}

/** Makes the first admin. The secret may come behind a `#`, which browsers keep to themselves. */
export function SetUp() {
  const { t } = useWords();
  const workplace = useWorkplace();
  const navigate = useNavigate();
  const [secret, setSecret] = useState(() => decodeURIComponent(location.hash.slice(1)));
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const first = useQuery({ queryKey: ['setup'], queryFn: () => data(api.GET('/v1/setup')), staleTime: 0 });
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }, []);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      data(
        api.POST('/v1/setup', {
          body: { secret: secret.trim(), login: login.trim(), name: name.trim(), password },
        }),
      ),
    onSuccess: () => {
      workplace.queries.clear();
      void navigate({ to: '/inbox' });
    },
  });
  if (first.data && !first.data.needed) {
    return (
      <Entry title={t('entry.set_up')} lead={t('entry.set_up_done')}>
        <Link to="/sign-in" search={{}}>
          {t('entry.sign_in')}
        </Link>
      </Entry>
    );
  }
  const fields = ['login', 'name', 'password'];
  const elsewhere = error && !fields.some((field) => about(error, field));
  return (
    <Entry title={t('entry.set_up')} lead={t('entry.set_up_lead')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Field
          label={t('entry.secret')}
          hint={t('entry.secret_hint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus={secret === ''}
          required
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
        <Field
          label={t('entry.login')}
          hint={t('entry.login_hint')}
          wrong={about(error, 'login')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={secret !== ''}
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <Field
          label={t('entry.name')}
          hint={t('entry.name_hint')}
          wrong={about(error, 'name')}
          name="name"
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t('entry.password')}
          hint={t('entry.password_hint')}
          wrong={about(error, 'password')}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {elsewhere && <Wrong error={error} />}
        <Button type="submit" look="primary" className={css.go} disabled={isPending}>
          {t('entry.begin')}
        </Button>
      </form>
    </Entry>
  );
}

/** Whoever was given a password by an admin makes one of their own before anything else. */
export function OwnPassword() {
  const { t } = useWords();
  const { queries } = useWorkplace();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.PUT('/v1/me/password', { body: { current, new: next } })),
    onSuccess: () => queries.resetQueries(),
  });
  const weak = about(error, 'new') ?? about(error, 'password');
  return (
    <Entry title={t('entry.own_password')} lead={t('entry.own_password_lead')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Field
          label={t('entry.given_password')}
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <Field
          label={t('me.password_new')}
          hint={t('entry.password_hint')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={next}
          wrong={weak}
          onChange={(event) => setNext(event.target.value)}
        />
        {error && !weak && <Wrong error={error} />}
        <Button type="submit" look="primary" className={css.go} disabled={isPending}>
          {t('entry.own_password_do')}
        </Button>
      </form>
    </Entry>
  );
}

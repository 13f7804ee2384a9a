import { data } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api';
import { meQuery, teamQuery, useWorkplace } from '../../app/desk';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { change, type Prefs, prefs } from '../../app/prefs';
import { useStore } from '../../app/store';
import { Button, Field, Select } from '../../parts/controls';
import { Setting } from '../../parts/setting';
import { useToast } from '../../parts/toast';
import css from '../page.module.css';

/** What an operator sets for themselves, in this browser. */
export function MyAccount() {
  const { t } = useWords();
  const { data: me } = useQuery(meQuery);
  return (
    <main id="main" className={css.page}>
      <div className={css.column}>
        <div>
          <h1>{t('me.title')}</h1>
          <p className={css.lead}>{me && `${me.operator.name} · ${me.operator.login}`}</p>
        </div>
        {me && <OwnName key={me.operator.name} name={me.operator.name} />}
        <Looks />
        <Habits />
        <Password />
        <Sessions />
      </div>
    </main>
  );
}

/** The name that customers and colleagues read. */
function OwnName({ name }: { name: string }) {
  const words = useWords();
  const { t } = words;
  const { queries } = useWorkplace();
  const toast = useToast();
  const [next, setNext] = useState(name);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.PATCH('/v1/me', { body: { name: next.trim() } })),
    onSuccess: (me) => {
      queries.setQueryData(meQuery.queryKey, me);
      void queries.invalidateQueries({ queryKey: teamQuery.queryKey });
      toast({ kind: 'done', text: t('me.name_done') });
    },
  });
  const same = next.trim() === name;
  return (
    <section className={css.card}>
      <h2>{t('me.name')}</h2>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!same) mutate();
        }}
      >
        <Field
          label={t('entry.name')}
          hint={t('entry.name_hint')}
          autoComplete="name"
          maxLength={64}
          required
          value={next}
          wrong={error ? said(error, words) : undefined}
          onChange={(event) => setNext(event.target.value)}
        />
        <span className={css.ways}>
          <Button type="submit" disabled={isPending || same}>
            {t('me.name_change')}
          </Button>
        </span>
      </form>
    </section>
  );
}

type Choices = 'language' | 'theme' | 'density' | 'sendKey';

function Choice<N extends Choices>({
  name,
  label,
  hint,
  options,
}: {
  name: N;
  label: string;
  hint?: string;
  options: readonly { value: Prefs[N]; label: string }[];
}) {
  const kept = useStore(prefs);
  return (
    <Setting label={label} {...(hint && { hint })}>
      {(given) => (
        <Select {...given} value={kept[name]} onChange={(event) => change({ [name]: event.target.value })}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Setting>
  );
}

type Switches = 'letters' | 'sound' | 'callWaiting' | 'callMine' | 'confirmOnReply';

function Switch({ name, label, hint }: { name: Switches; label: string; hint?: string }) {
  const kept = useStore(prefs);
  return (
    <Setting label={label} {...(hint && { hint })}>
      {(given) => (
        <input
          {...given}
          type="checkbox"
          checked={kept[name]}
          onChange={(event) => change({ [name]: event.target.checked })}
        />
      )}
    </Setting>
  );
}

function Looks() {
  const { t } = useWords();
  return (
    <section className={css.card}>
      <h2>{t('me.looks')}</h2>
      <Choice
        name="language"
        label={t('prefs.language')}
        options={[
          { value: 'ja', label: t('prefs.language.ja') },
          { value: 'en', label: t('prefs.language.en') },
        ]}
      />
      <Choice
        name="theme"
        label={t('prefs.theme')}
        options={(['auto', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`prefs.theme.${value}`),
        }))}
      />
      <Choice
        name="density"
        label={t('prefs.density')}
        options={(['comfortable', 'compact'] as const).map((value) => ({
          value,
          label: t(`prefs.density.${value}`),
        }))}
      />
    </section>
  );
}

function Habits() {
  const { t } = useWords();
  return (
    <section className={css.card}>
      <h2>{t('me.habits')}</h2>
      <Choice
        name="sendKey"
        label={t('prefs.send_key')}
        hint={t('prefs.send_key.hint')}
        options={[
          { value: 'shift-enter', label: t('prefs.send_key.shift') },
          { value: 'enter', label: t('prefs.send_key.enter') },
        ]}
      />
      <Switch
        name="confirmOnReply"
        label={t('prefs.confirm_on_reply')}
        hint={t('prefs.confirm_on_reply.hint')}
      />
      <Switch name="letters" label={t('prefs.letters')} hint={t('prefs.letters.hint')} />
      <Switch name="sound" label={t('prefs.sound')} hint={t('prefs.sound.hint')} />
      <Notifications />
      <Switch name="callWaiting" label={t('prefs.call_waiting')} />
      <Switch name="callMine" label={t('prefs.call_mine')} />
    </section>
  );
}

/** Notifications of the system. The browser is asked only when somebody presses. */
function Notifications() {
  const { t } = useWords();
  const { notify } = useStore(prefs);
  const [allowed, setAllowed] = useState(() =>
    'Notification' in window ? Notification.permission : 'denied',
  );
  const turn = async (on: boolean) => {
    if (!on) return change({ notify: false });
    const answer = await Notification.requestPermission();
    setAllowed(answer);
    change({ notify: answer === 'granted' });
  };
  const hint = allowed === 'denied' ? t('prefs.notify.denied') : t('prefs.notify.hint');
  return (
    <Setting label={t('prefs.notify')} hint={hint}>
      {(given) => (
        <input
          {...given}
          type="checkbox"
          checked={notify && allowed === 'granted'}
          disabled={allowed === 'denied'}
          onChange={(event) => void turn(event.target.checked)}
        />
      )}
    </Setting>
  );
}

function Password() {
  const words = useWords();
  const { t } = words;
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.PUT('/v1/me/password', { body: { current, new: next } })),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      toast({ kind: 'done', text: t('me.password_done') });
    },
  });
  return (
    <section className={css.card}>
      <h2>{t('me.password')}</h2>
      <p className={css.lead}>{t('me.password_lead')}</p>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <Field
          label={t('me.password_now')}
          type="password"
          autoComplete="current-password"
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
          wrong={error ? said(error, words) : undefined}
          onChange={(event) => setNext(event.target.value)}
        />
        <span className={css.ways}>
          <Button type="submit" disabled={isPending}>
            {t('me.password_change')}
          </Button>
        </span>
      </form>
    </section>
  );
}

function Sessions() {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const navigate = useNavigate();
  const toast = useToast();
  const { mutate } = useMutation({
    mutationFn: (everywhere: boolean) =>
      everywhere ? data(api.POST('/v1/sign-out/everywhere')) : data(api.POST('/v1/sign-out')),
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {} });
      workplace.queries.clear();
    },
    onError: (error) => toast({ kind: 'error', text: said(error, words) }),
  });
  return (
    <section className={css.card}>
      <h2>{t('me.sessions')}</h2>
      <div className={css.form}>
        <span className={css.ways}>
          <Button onClick={() => mutate(false)}>{t('me.sign_out')}</Button>
          <Button look="danger" onClick={() => mutate(true)}>
            {t('me.sign_out_everywhere')}
          </Button>
        </span>
      </div>
    </section>
  );
}

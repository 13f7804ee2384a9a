import { data, Problem } from '@madoguchi/shared/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../app/api';
import { meQuery, useWorkplace } from '../app/desk';
import { said } from '../app/errors';
import { useWords } from '../app/i18n';
import css from './confirm.module.css';
import { Button, Field } from './controls';
import { Dialog } from './dialog';

interface Waiting {
  confirmed: () => void;
  givenUp: () => void;
}

/**
 * Does what binds everybody. A while after the sign-in the desk asks for the password first (SEC-38): then `dialog` does,
 * and what was asked for is done after that. Whoever closes it is refused as before.
 */
export function useConfirmed(): { run: <T>(act: () => Promise<T>) => Promise<T>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  async function run<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'confirm-password') throw error;
      await new Promise<void>((confirmed, refused) => {
        setWaiting({ confirmed, givenUp: () => refused(error) });
      }).finally(() => setWaiting(null));
      return act();
    }
  }
  return {
    run,
    dialog: waiting && <ConfirmPassword onDone={waiting.confirmed} onClose={waiting.givenUp} />,
  };
}

function ConfirmPassword({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const workplace = useWorkplace();
  const { data: me } = useQuery(meQuery);
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.POST('/v1/me/confirm', { body: { password } })),
    onSuccess: () => {
      workplace.renewed();
      onDone();
    },
  });
  return (
    <Dialog title={t('confirm.title')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <p>{t('confirm.lead')}</p>
        {/* Password managers want to know whose password it is. */}
        <input hidden readOnly autoComplete="username" value={me?.operator.login ?? ''} />
        <Field
          label={t('entry.password')}
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          value={password}
          wrong={error ? said(error, words) : undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
        <span className={css.ways}>
          <Button type="submit" look="primary" disabled={isPending}>
            {t('confirm.do')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </form>
    </Dialog>
  );
}

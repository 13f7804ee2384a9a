import { data } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { Button, Field } from '../../parts/controls';
import { Dialog } from '../../parts/dialog';
import page from '../page.module.css';

/** What binds everybody asks for the password again once the sign-in is a while ago (SEC-38). */
export function Confirm({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const [password, setPassword] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.POST('/v1/me/confirm', { body: { password } })),
    onSuccess: onDone,
  });
  return (
    <Dialog title={t('settings.confirm.title')} onClose={onClose}>
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <p>{t('settings.confirm.text')}</p>
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
        <span className={page.ways}>
          <Button type="submit" look="primary" disabled={isPending}>
            {t('settings.confirm.do')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </span>
      </form>
    </Dialog>
  );
}

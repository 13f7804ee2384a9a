import { data } from '@madoguchi/shared/api';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '../../app/api';
import { useWords } from '../../app/i18n';
import { Field } from '../../parts/controls';
import { about, Wrong } from './wrong';

interface Props {
  className: string | undefined;
  /** What the password that is to go is called. */
  current: string;
  autoFocus?: boolean;
  onDone: () => void;
  /** The button. */
  children: (isPending: boolean) => ReactNode;
}

/** Puts a password of one's own in the place of another. */
export function NewPassword({ className, current, autoFocus, onDone, children }: Props) {
  const { t } = useWords();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => data(api.PUT('/v1/me/password', { body: { current: old, new: next } })),
    onSuccess: () => {
      setOld('');
      setNext('');
      onDone();
    },
  });
  const weak = about(error, 'new') ?? about(error, 'password');
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        mutate();
      }}
    >
      <Field
        label={current}
        type="password"
        autoComplete="current-password"
        autoFocus={autoFocus}
        required
        value={old}
        onChange={(event) => setOld(event.target.value)}
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
      {children(isPending)}
    </form>
  );
}

import { Problem } from '@madoguchi/shared/api';
import { said } from '../../app/errors';
import { useWords } from '../../app/i18n';
import { Icon } from '../../parts/icon';
import css from './wrong.module.css';

/** What is wrong with a form as a whole; what is wrong with a field stands by the field. */
export function Wrong({ error }: { error: unknown }) {
  const words = useWords();
  return (
    <p className={css.wrong} role="alert">
      <Icon name="warning" size={18} />
      {said(error, words)}
    </p>
  );
}

/** The problem of one field, if that is what went wrong. */
export function about(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  if (error.field === field) return error.detail ?? error.message;
  return error.kind === 'weak-password' && field === 'password' ? error.message : undefined;
}

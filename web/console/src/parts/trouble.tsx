import { Problem } from '@madoguchi/shared/api';
import { said } from '../app/errors';
import { useWords } from '../app/i18n';
import { Button } from './controls';
import { Icon } from './icon';
import css from './trouble.module.css';

/** What failed, in words, and the way to try again. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const words = useWords();
  return (
    <div className={css.trouble} role="alert">
      <Icon name="warning" size={24} />
      <p>{said(error, words)}</p>
      <Button onClick={onRetry}>{words.t('action.retry')}</Button>
      {error instanceof Problem && error.request && (
        <p className={css.id}>{words.t('error.request', { id: error.request })}</p>
      )}
    </div>
  );
}

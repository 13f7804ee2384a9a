import { useWords } from '../app/i18n';
import { Button } from './controls';
import { Icon } from './icon';
import css from './trouble.module.css';

/** What is shown in place of a screen that is not there, such as a part of the console that a new version has replaced. */
export function Broken({ error }: { error?: unknown }) {
  const { t } = useWords();
  const replaced = error instanceof TypeError && /dynamically imported|module script/i.test(error.message);
  const text = replaced ? t('error.new_version') : error ? t('error.broken') : t('error.not_found');
  return (
    <main className={css.trouble}>
      <Icon name="warning" size={24} />
      <h1 className={css.title}>{text}</h1>
      {error ? (
        <Button look="primary" onClick={() => location.reload()}>
          {t('action.reload')}
        </Button>
      ) : (
        <a href="/inbox">{t('inbox.title')}</a>
      )}
    </main>
  );
}

import { useId } from 'react';
import { IconButton } from '../../parts/controls';
import { useToast } from '../../parts/toast';
import page from '../page.module.css';
import css from './screens.module.css';
import { useSettingsWords } from './words';

/** Something to take along, with the button that copies it. */
export function Copied({ label, text, children }: { label: string; text: string; children: string }) {
  const { t } = useSettingsWords();
  const toast = useToast();
  const id = useId();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast({ kind: 'done', text: t('action.copied') }),
      () => toast({ kind: 'error', text: t('settings.not_copied') }),
    );
  return (
    <div className={css.copied}>
      <span id={id}>{label}</span>
      <span className={css.code}>
        <code aria-labelledby={id} role="note">
          {text}
        </code>
        <IconButton icon="copy" label={t('action.copy')} onClick={() => void copy()} />
      </span>
      <span className={page.lead}>{children}</span>
    </div>
  );
}

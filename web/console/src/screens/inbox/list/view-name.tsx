import { type RefObject, useState } from 'react';
import { useWords } from '../../../app/i18n';
import { Button, Input } from '../../../parts/controls';
import { Below } from './below';
import css from './filter-menu.module.css';

interface Props {
  /** What it opens below, and what has the focus afterwards. */
  anchor: RefObject<HTMLElement | null>;
  onName: (name: string) => void;
  onClose: () => void;
}

/** The most that the desk keeps of a name. */
const MOST = 60;

/** Asks what a saved view is to be called. */
export default function ViewName({ anchor, onName, onClose }: Props) {
  const { t } = useWords();
  const [name, setName] = useState('');
  return (
    <Below anchor={anchor} label={t('views.save')} onClose={onClose}>
      <form
        className={css.naming}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onName(name.trim());
        }}
      >
        <Input
          autoFocus
          value={name}
          maxLength={MOST}
          placeholder={t('views.name')}
          aria-label={t('views.name')}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={name.trim() === ''}>
          {t('action.save')}
        </Button>
      </form>
    </Below>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { View } from '../../../app/api';
import { countsQuery } from '../../../app/desk';
import { VIEWS } from '../../../app/filters';
import { useWords } from '../../../app/i18n';
import { short } from '../../../app/lists';
import css from './tabs.module.css';

/** Those whose number says what there is to do. */
const COUNTED: readonly View[] = ['unconfirmed', 'mine', 'waiting', 'on_hold'];

interface Props {
  view: View;
  onView: (view: View) => void;
}

/** The ways to look at the list. */
export function Tabs({ view, onView }: Props) {
  const { t } = useWords();
  const { data: counts } = useQuery(countsQuery);
  return (
    <div className={css.tabs} role="group" aria-label={t('list.views')}>
      {VIEWS.map((one) => {
        const n = COUNTED.includes(one) ? counts?.[one] : undefined;
        return (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => onView(one)}>
            {t(`view.${one}`)}
            {n && n.count > 0 && <span className={css.count}>{short(n.count, n.more)}</span>}
          </button>
        );
      })}
    </div>
  );
}

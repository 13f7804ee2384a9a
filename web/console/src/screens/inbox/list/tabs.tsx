import { useInfiniteQuery } from '@tanstack/react-query';
import type { View } from '../../../app/api';
import { useWords } from '../../../app/i18n';
import { flat, listQuery, short } from '../../../app/lists';
import css from './tabs.module.css';

const VIEWS: readonly View[] = ['all', 'unconfirmed', 'mine', 'waiting', 'on_hold', 'completed'];
/** Those whose number calls for somebody. */
const COUNTED: readonly View[] = ['unconfirmed', 'mine', 'waiting'];

interface Props {
  view: View;
  onView: (view: View) => void;
}

/** The ways to look at the list. */
export function Tabs({ view, onView }: Props) {
  const { t } = useWords();
  return (
    <div className={css.tabs} role="group" aria-label={t('list.views')}>
      {VIEWS.map((one) => (
        <button key={one} type="button" aria-pressed={view === one} onClick={() => onView(one)}>
          {t(`view.${one}`)}
          {COUNTED.includes(one) && <Count view={one} />}
        </button>
      ))}
    </div>
  );
}

/** How many there are: exact up to 99, which one page holds. */
function Count({ view }: { view: View }) {
  const { data } = useInfiniteQuery(listQuery({ view }));
  const here = flat(data).filter((one) => {
    if (view === 'unconfirmed') return one.unconfirmed > 0;
    return view === 'waiting' ? one.place === 'waiting' : one.place !== 'completed';
  });
  return here.length > 0 && <span className={css.count}>{short(here.length)}</span>;
}

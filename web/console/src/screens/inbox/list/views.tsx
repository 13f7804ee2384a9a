import { Suspense, useRef, useState } from 'react';
import { type Change, type Filters, isFiltered, NONE, queryOf, viewOf } from '../../../app/filters';
import { useWords } from '../../../app/i18n';
import { change, prefs } from '../../../app/prefs';
import { useStore } from '../../../app/store';
import { Chip } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { lazily } from '../../../parts/later';
import css from './filters.module.css';

/** How many the desk keeps. */
const MOST = 50;
/** The longest query that the desk keeps, in characters. */
const LONGEST = 2000;

const ViewName = lazily(() => import('./view-name'));

interface Props {
  filters: Filters;
  onFilters: (change: Change) => void;
}

/** Saved views (EXT-06): one press brings a view and its filters back; what is filtered can be named and kept. */
export function SavedViews({ filters, onFilters }: Props) {
  const { t } = useWords();
  const { views } = useStore(prefs);
  const [naming, setNaming] = useState(false);
  const [saved, setSaved] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  const here = queryOf(filters);
  const isKnown = views.some(({ query }) => queryOf(viewOf(query)) === here);
  const keeps = isFiltered(filters) && !isKnown && here.length <= LONGEST;
  if (views.length === 0 && !keeps) return null;
  const save = (name: string) => {
    const others = views.filter((one) => one.name !== name);
    change({ views: [...others, { name, query: here }].slice(-MOST) });
    setNaming(false);
    setSaved(name);
  };
  return (
    <div className={css.chips} role="group" aria-label={t('views.title')}>
      {views.map((one) => {
        const view = viewOf(one.query);
        const on = queryOf(view) === here;
        return (
          <span key={one.name} className={css.view}>
            <Chip
              // The button that asked for its name is gone.
              autoFocus={one.name === saved}
              aria-pressed={on}
              onClick={() => onFilters({ view: 'all', ...NONE, ...(on ? {} : view) })}
            >
              <span>{one.name}</span>
            </Chip>
            {on && (
              <Chip
                aria-label={t('views.remove', { name: one.name })}
                title={t('views.remove', { name: one.name })}
                onClick={() => change({ views: views.filter((other) => other !== one) })}
              >
                <Icon name="close" size={12} />
              </Chip>
            )}
          </span>
        );
      })}
      {keeps && (
        <Chip ref={button} aria-haspopup="dialog" aria-expanded={naming} onClick={() => setNaming(!naming)}>
          <Icon name="plus" size={14} />
          {t('views.save')}
        </Chip>
      )}
      <Suspense>
        {keeps && naming && <ViewName anchor={button} onName={save} onClose={() => setNaming(false)} />}
      </Suspense>
    </div>
  );
}

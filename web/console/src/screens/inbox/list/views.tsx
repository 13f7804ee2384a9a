import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useWords } from '../../../app/i18n';
import type { Filters } from '../../../app/lists';
import { keptStore, useStore } from '../../../app/store';
import { Button, Chip, Input } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import css from './filters.module.css';

interface SavedView {
  name: string;
  filters: Filters;
}

/** How many are kept. */
const MOST = 20;
const NAME = 40;
/** Every filter, so that a view takes the place of what held before. */
const NONE: Filters = {
  view: 'all',
  tag: undefined,
  status: undefined,
  assignee: undefined,
  inbox: undefined,
  q: undefined,
  hidden: undefined,
};

/** The ways of looking that this operator has named, in this browser. */
const views = keptStore<readonly SavedView[]>('views', (found) =>
  Array.isArray(found) ? found.filter((one) => typeof one?.name === 'string' && one.filters) : [],
);

const same = (a: Filters, b: Filters) =>
  Object.keys(NONE).every((name) => a[name as keyof Filters] === b[name as keyof Filters]);

interface Props {
  filters: Filters;
  isFiltered: boolean;
  onFilters: (change: Partial<Filters>) => void;
}

/** Saved views (EXT-06): one press brings a view and its filters back; what is filtered can be named and kept. */
export function SavedViews({ filters, isFiltered, onFilters }: Props) {
  const { t } = useWords();
  const all = useStore(views);
  const [name, setName] = useState('');
  const [open, setOpen] = useState(false);
  const isKnown = all.some((one) => same(one.filters, filters));
  if (all.length === 0 && !isFiltered) return null;
  const save = () => {
    const others = all.filter((one) => one.name !== name.trim());
    views.set([...others, { name: name.trim(), filters }].slice(-MOST));
    setName('');
    setOpen(false);
  };
  return (
    <div className={css.chips} role="group" aria-label={t('views.title')}>
      {all.map((one) => {
        const on = same(one.filters, filters);
        return (
          <span key={one.name} className={css.view}>
            <Chip aria-pressed={on} onClick={() => onFilters({ ...NONE, ...(on ? {} : one.filters) })}>
              {one.name}
            </Chip>
            {on && (
              <Chip
                aria-label={t('views.remove', { name: one.name })}
                title={t('views.remove', { name: one.name })}
                onClick={() => views.set(all.filter((other) => other !== one))}
              >
                <Icon name="close" size={12} />
              </Chip>
            )}
          </span>
        );
      })}
      {isFiltered && !isKnown && (
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Trigger asChild>
            <Chip>
              <Icon name="plus" size={14} />
              {t('views.save')}
            </Chip>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              className={css.popover}
              aria-label={t('views.save')}
              align="start"
              sideOffset={4}
              collisionPadding={8}
            >
              <form
                className={css.naming}
                onSubmit={(event) => {
                  event.preventDefault();
                  if (name.trim() !== '') save();
                }}
              >
                <Input
                  autoFocus
                  value={name}
                  maxLength={NAME}
                  placeholder={t('views.name')}
                  aria-label={t('views.name')}
                  onChange={(event) => setName(event.target.value)}
                />
                <Button type="submit" look="primary" disabled={name.trim() === ''}>
                  {t('action.save')}
                </Button>
              </form>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useActions } from '../../../app/actions';
import type { Channel } from '../../../app/api';
import { deskQuery, teamQuery } from '../../../app/desk';
import { type Change, type Filters, FLAGS, isFiltered, LISTS, type List, NONE } from '../../../app/filters';
import { useWords } from '../../../app/i18n';
import { Chip, Input } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import { lazily } from '../../../parts/later';
import css from './filters.module.css';

interface Props {
  filters: Filters;
  onFilters: (change: Change) => void;
}

const FilterMenu = lazily(() => import('./filter-menu'));

/** Typing asks the desk after this pause, in milliseconds. */
const PAUSE = 250;

/** The search and the filters that hold, each value with a way to take it off. */
export function FilterBar({ filters, onFilters }: Props) {
  const { t } = useWords();
  const name = useNames();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useActions([{ id: 'filter', label: t('filter.add'), run: () => setOpen(true) }]);
  const chips: { text: string; without: Change }[] = LISTS.flatMap((list) =>
    (filters[list] ?? []).map((value, _, all: readonly string[]) => {
      const others = all.filter((one) => one !== value);
      return {
        text: t(`filter.${list}_is`, { name: name(list, value) }),
        without: { [list]: others.length > 0 ? others : undefined },
      };
    }),
  );
  for (const flag of FLAGS) {
    if (filters[flag]) chips.push({ text: t(`filter.${flag}`), without: { [flag]: undefined } });
  }
  if (filters.sort) chips.push({ text: t('filter.oldest'), without: { sort: undefined } });
  return (
    <div className={css.bar}>
      <Search q={filters.q ?? ''} onSearch={(q) => onFilters({ q: q === '' ? undefined : q })} />
      <div className={css.chips}>
        <Chip ref={button} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="filter" size={14} />
          {t('filter.add')}
        </Chip>
        {chips.map(({ text, without }) => (
          <Chip
            key={text}
            on
            aria-label={t('filter.remove', { name: text })}
            onClick={() => onFilters(without)}
          >
            <span>{text}</span>
            <Icon name="close" size={12} />
          </Chip>
        ))}
        {chips.length > 1 && isFiltered(filters) && (
          <Chip onClick={() => onFilters(NONE)}>{t('filter.clear')}</Chip>
        )}
      </div>
      <Suspense>
        {open && (
          <FilterMenu
            filters={filters}
            onFilters={onFilters}
            anchor={button}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

/** What people read for a value; one that nobody knows any more is its id. */
function useNames(): (list: List, value: string) => string {
  const { t, language } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: team } = useQuery(teamQuery);
  return (list, value) => {
    if (value === 'none') return t('panel.none');
    const found = {
      tag: () => value,
      status: () => desk?.statuses.find(({ id }) => id === value)?.[language],
      assignee: () => {
        if (value === 'me') return t('filter.me');
        if (value === 'nobody' || value === 'bot') return t(`assignee.${value === 'bot' ? 'bot' : 'queue'}`);
        return team?.find(({ id }) => id === value)?.name;
      },
      inbox: () => desk?.inboxes.find(({ id }) => id === value)?.name,
      channel: () => t(`channel.${value as Channel}`),
      category: () => value,
    }[list]();
    return found ?? value;
  };
}

function Search({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { t } = useWords();
  const [words, setWords] = useState(q);
  const input = useRef<HTMLInputElement>(null);
  const composing = useRef(false);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => setWords(q), [q]);
  useEffect(() => {
    if (words === q) return;
    const timer = setTimeout(() => !composing.current && search.current(words), PAUSE);
    return () => clearTimeout(timer);
  }, [words, q]);
  useActions([
    { id: 'search', label: t('list.search'), keys: '/', on: { key: '/' }, run: () => input.current?.focus() },
  ]);
  return (
    <Input
      ref={input}
      type="search"
      value={words}
      placeholder={t('list.search')}
      aria-label={t('list.search')}
      onChange={(event) => setWords(event.target.value)}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={(event) => {
        composing.current = false;
        onSearch(event.currentTarget.value);
      }}
    />
  );
}

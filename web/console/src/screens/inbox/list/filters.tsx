import { useQuery } from '@tanstack/react-query';
import { Popover } from 'radix-ui';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useActions } from '../../../app/actions';
import type { Conversation } from '../../../app/api';
import { deskQuery, teamQuery } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import type { Filters } from '../../../app/lists';
import { Chip, Input, Select } from '../../../parts/controls';
import { Icon } from '../../../parts/icon';
import css from './filters.module.css';

interface Props {
  filters: Filters;
  onFilters: (change: Partial<Filters>) => void;
  /** Conversations whose tags are offered. */
  known: readonly Conversation[];
}

/** Typing asks the desk after this pause, in milliseconds. */
const PAUSE = 250;

/** The search and the filters that hold, each with a way to take it off. */
export function FilterBar({ filters, onFilters, known }: Props) {
  const { t, language } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: team } = useQuery(teamQuery);
  const status = desk?.statuses.find(({ id }) => id === filters.status);
  const chips: [keyof Filters, string | undefined][] = [
    ['tag', filters.tag && t('filter.tag_is', { name: filters.tag })],
    ['status', filters.status && t('filter.status_is', { name: status?.[language] ?? t('panel.none') })],
    [
      'assignee',
      filters.assignee &&
        t('filter.assignee_is', { name: team?.find(({ id }) => id === filters.assignee)?.name ?? '' }),
    ],
    [
      'inbox',
      filters.inbox &&
        t('filter.inbox_is', { name: desk?.inboxes.find(({ id }) => id === filters.inbox)?.name ?? '' }),
    ],
    ['hidden', filters.hidden ? t('filter.hidden') : undefined],
  ];
  return (
    <div className={css.bar}>
      <Search q={filters.q ?? ''} onSearch={(q) => onFilters({ q: q === '' ? undefined : q })} />
      <div className={css.chips}>
        {chips.map(
          ([name, text]) =>
            text && (
              <Chip
                key={name}
                on
                aria-label={t('filter.remove', { name: text })}
                onClick={() => onFilters({ [name]: undefined })}
              >
                {text}
                <Icon name="close" size={12} />
              </Chip>
            ),
        )}
        <More filters={filters} onFilters={onFilters} known={known} />
      </div>
    </div>
  );
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

function More({ filters, onFilters, known }: Props) {
  const { t, language } = useWords();
  const { data: desk } = useQuery(deskQuery);
  const { data: team } = useQuery(teamQuery);
  const tags = [...new Set(known.flatMap(({ contact }) => contact.tags))].sort();
  const set = (name: 'tag' | 'status' | 'assignee' | 'inbox') => (value: string) =>
    onFilters({ [name]: value === '' ? undefined : value });
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Chip>
          <Icon name="filter" size={14} />
          {t('filter.add')}
        </Chip>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.popover}
          aria-label={t('filter.add')}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <One label={t('panel.tags')} value={filters.tag ?? ''} onPick={set('tag')}>
            {tags.map((tag) => (
              <option key={tag}>{tag}</option>
            ))}
          </One>
          <One label={t('panel.status')} value={filters.status ?? ''} onPick={set('status')}>
            {desk?.statuses.map((status) => (
              <option key={status.id} value={status.id}>
                {status[language]}
              </option>
            ))}
            <option value="none">{t('panel.none')}</option>
          </One>
          <One label={t('assignee.title')} value={filters.assignee ?? ''} onPick={set('assignee')}>
            {team?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </One>
          <One label={t('panel.channel')} value={filters.inbox ?? ''} onPick={set('inbox')}>
            {desk?.inboxes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </One>
          <label className={css.check}>
            <input
              type="checkbox"
              checked={filters.hidden ?? false}
              onChange={(event) => onFilters({ hidden: event.target.checked || undefined })}
            />
            {t('filter.hidden')}
          </label>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface OneProps {
  label: string;
  value: string;
  onPick: (value: string) => void;
  children: ReactNode;
}

function One({ label, value, onPick, children }: OneProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Select id={id} value={value} onChange={(event) => onPick(event.target.value)}>
        <option value="">{t('filter.any')}</option>
        {children}
      </Select>
    </>
  );
}

import { fold } from '@madoguchi/shared/text';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useId, useState } from 'react';
import { deskQuery, teamQuery, useWorkplace } from '../../../app/desk';
import { CHANNELS, type Change, type Filters, FLAGS, type List } from '../../../app/filters';
import { useWords } from '../../../app/i18n';
import { Input, Select } from '../../../parts/controls';
import { categoryPaths, offered } from '../panel/record';
import { Below } from './below';
import css from './filter-menu.module.css';

interface Props {
  filters: Filters;
  onFilters: (change: Change) => void;
  /** What it opens below, and what has the focus afterwards. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

/** With fewer choices than this nobody needs to search them. */
const MANY = 12;

interface Option {
  value: string;
  label: string;
}

/** Every filter there is, several values of each kind at will. */
export default function FilterMenu({ filters, onFilters, anchor, onClose }: Props) {
  const { t } = useWords();
  const [words, setWords] = useState('');
  const id = useId();
  const kinds = useKinds(filters);
  const wanted = fold(words.trim());
  const all = kinds.reduce((sum, { options }) => sum + options.length, 0);
  const toggle = (list: List, value: string, on: boolean) => {
    const others = (filters[list] ?? []).filter((one) => one !== value);
    const next = on ? [...others, value].sort() : others;
    // What is offered of a kind is of that kind.
    onFilters({ [list]: next.length > 0 ? next : undefined } as Change);
  };
  return (
    <Below anchor={anchor} label={t('filter.add')} onClose={onClose}>
      <div className={css.order}>
        <label htmlFor={id}>{t('filter.sort')}</label>
        <Select
          id={id}
          value={filters.sort ?? 'newest'}
          onChange={(event) => onFilters({ sort: event.target.value === 'oldest' ? 'oldest' : undefined })}
        >
          <option value="newest">{t('filter.newest')}</option>
          <option value="oldest">{t('filter.oldest')}</option>
        </Select>
      </div>
      {all > MANY && (
        <Input
          type="search"
          value={words}
          placeholder={t('filter.find')}
          aria-label={t('filter.find')}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {kinds.map(({ list, label, options }) => {
        const chosen = filters[list] as readonly string[] | undefined;
        const found = options.filter((one) => wanted === '' || fold(one.label).includes(wanted));
        if (found.length === 0) return null;
        return (
          <details key={`${list} ${wanted !== ''}`} open={wanted !== '' || chosen !== undefined}>
            <summary>
              {label}
              {chosen && <span className={css.n}>{chosen.length}</span>}
            </summary>
            <div className={css.options} role="group" aria-label={label}>
              {found.map((one) => (
                <label key={one.value} className={css.check}>
                  <input
                    type="checkbox"
                    checked={chosen?.includes(one.value) ?? false}
                    onChange={(event) => toggle(list, one.value, event.target.checked)}
                  />
                  {one.label}
                </label>
              ))}
            </div>
          </details>
        );
      })}
      <div className={css.flags}>
        {FLAGS.map((flag) => (
          <label key={flag} className={css.check}>
            <input
              type="checkbox"
              checked={filters[flag] ?? false}
              onChange={(event) => onFilters({ [flag]: event.target.checked || undefined })}
            />
            {t(`filter.${flag}`)}
          </label>
        ))}
      </div>
    </Below>
  );
}

/** What can be chosen of each kind: what the desk has, what is in use, and what is chosen already. */
function useKinds(filters: Filters): { list: List; label: string; options: Option[] }[] {
  const { t, language } = useWords();
  const workplace = useWorkplace();
  // What is chosen leaves fewer conversations: it does not take the other choices away.
  const [known] = useState(() => workplace.listed());
  const { data: desk } = useQuery(deskQuery);
  const { data: team } = useQuery(teamQuery);
  const none = { value: 'none', label: t('panel.none') };
  const plain = (values: readonly string[]) => [...new Set(values)].map((value) => ({ value, label: value }));
  const tags = offered(desk, [...known.flatMap(({ contact }) => contact.tags), ...(filters.tag ?? [])], []);
  const categories = [
    ...categoryPaths(desk?.categories ?? []),
    ...known.flatMap(({ category }) => category ?? []),
    ...(filters.category ?? []).filter((one) => one !== 'none'),
  ];
  const channels = CHANNELS.filter((channel) => desk?.inboxes.some((inbox) => inbox.channel === channel));
  const kinds: { list: List; label: string; options: Option[] }[] = [
    { list: 'tag', label: t('panel.tags'), options: plain(tags) },
    {
      list: 'status',
      label: t('panel.status'),
      options: [
        ...(desk?.statuses ?? []).map((status) => ({ value: status.id, label: status[language] })),
        none,
      ],
    },
    {
      list: 'assignee',
      label: t('assignee.title'),
      options: [
        { value: 'me', label: t('filter.me') },
        { value: 'nobody', label: t('assignee.queue') },
        { value: 'bot', label: t('assignee.bot') },
        ...(team ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    {
      list: 'inbox',
      label: t('panel.channel'),
      options: (desk?.inboxes ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      list: 'channel',
      label: t('filter.channel'),
      options: channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) })),
    },
    { list: 'category', label: t('panel.category'), options: [...plain(categories), none] },
  ];
  // A desk with one kind of channel has nothing to choose there.
  return kinds.filter(({ list, options }) => options.length > 1 || filters[list] || list === 'tag');
}

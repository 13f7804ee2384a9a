import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { deskQuery, meQuery, teamQuery } from '../../app/desk';
import { useWords } from '../../app/i18n';
import css from './assignees.module.css';

/** To whom a conversation of an inbox may be given; without an inbox, whoever is in the team. */
export function useAssignees(inbox: string | null): { value: string; label: ReactNode; name: string }[] {
  const { t } = useWords();
  const { data: me } = useQuery(meQuery);
  const { data: team } = useQuery(teamQuery);
  const { data: desk } = useQuery(deskQuery);
  const own = me?.operator.id;
  const bot = inbox === null || desk?.inboxes.find(({ id }) => id === inbox)?.bot;
  const colleagues = (team ?? []).filter(
    ({ disabled, inboxes }) =>
      !disabled && (inbox === null || inboxes.length === 0 || inboxes.includes(inbox)),
  );
  const people = colleagues.map(({ id, name, presence }) => ({
    value: id,
    name,
    label: (
      <span className={css.colleague}>
        {id === own ? t('assignee.me', { name }) : name}
        <small>{t(`presence.${presence}`)}</small>
      </span>
    ),
  }));
  const plain = (value: 'queue' | 'bot') => ({
    value,
    name: t(`assignee.${value}`),
    label: t(`assignee.${value}`),
  });
  return [...people, plain('queue'), ...(bot ? [plain('bot')] : [])];
}

import { initial } from '@madoguchi/shared/text';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { teamQuery, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { useStore } from '../../../app/store';
import css from './viewers.module.css';

/** More letters than this say no more than the names beside them. */
const FACES = 3;

/** Which colleagues look at a conversation, and who of them writes; and has them know that one looks oneself. */
export function Viewers({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const { company } = useWorkplace();
  const { data: team, refetch } = useQuery(teamQuery);
  const all = useStore(company.present);
  useEffect(() => company.open(conversation), [company, conversation]);
  const others = all.filter((one) => one.conversation === conversation && one.operator !== null);
  const byId = new Map(team?.map((one) => [one.id, one.name]));
  const here = others.flatMap(({ operator: id, typing }) => {
    const name = byId.get(id ?? '');
    return id && name ? [{ id, name, typing }] : [];
  });
  // Somebody has joined the team since it was asked for.
  const stranger = team && others.find(({ operator }) => !byId.has(operator ?? ''))?.operator;
  useEffect(() => {
    if (stranger) void refetch();
  }, [stranger, refetch]);
  here.sort((a, b) => a.id.localeCompare(b.id));
  const named = (some: typeof here) => some.map(({ name }) => name).join(t('list.comma'));
  const looking = named(here);
  const typing = named(here.filter((one) => one.typing));
  const text = typing ? t('viewers.typing', { names: typing }) : t('viewers.looking', { names: looking });
  const news = useNews(
    here.map(({ id }) => id),
    typing === '' ? null : text,
    text,
  );
  return (
    <>
      <span className="vh" role="status">
        {news}
      </span>
      {here.length > 0 && (
        <span className={css.viewers} data-typing={typing !== '' || undefined} title={text}>
          <span className={css.faces} aria-hidden="true">
            {here.slice(0, FACES).map(({ id, name }) => (
              <span key={id}>{initial(name)}</span>
            ))}
          </span>
          <span className={css.text}>{text}</span>
        </span>
      )}
    </>
  );
}

/** What is read out: who comes and who begins to write, not who goes or stops. */
function useNews(here: readonly string[], writes: string | null, text: string): string {
  const known = useRef<readonly string[]>([]);
  const [news, setNews] = useState('');
  const who = here.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there stands in `who`
  useEffect(() => {
    const comes = here.some((id) => !known.current.includes(id));
    known.current = here;
    setNews(writes ?? (comes ? text : ''));
  }, [who, writes]);
  return news;
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { teamQuery, useWorkplace } from '../../../app/desk';
import { useWords } from '../../../app/i18n';
import { useStore } from '../../../app/store';
import { Avatar } from '../../../parts/avatar';
import css from './viewers.module.css';

/** More faces than this are a number. */
const FACES = 3;

/** Which colleagues look at a conversation, and who of them writes; and has them know that one looks oneself. */
export function Viewers({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const { company } = useWorkplace();
  const { data: team } = useQuery(teamQuery);
  const all = useStore(company.present);
  useEffect(() => company.open(conversation), [company, conversation]);
  const here = all.flatMap((one) => {
    const colleague = team?.find(({ id }) => one.conversation === conversation && id === one.operator);
    return colleague ? [{ id: colleague.id, name: colleague.name, typing: one.typing }] : [];
  });
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
        <div className={css.viewers} title={text}>
          <span className={css.faces} aria-hidden="true">
            {here.slice(0, FACES).map(({ id, name, typing }) => (
              <span key={id} className={css.face} data-typing={typing || undefined}>
                <Avatar name={name} />
              </span>
            ))}
            {here.length > FACES && <span className={css.more}>+{here.length - FACES}</span>}
          </span>
          <span className={css.text}>{text}</span>
        </div>
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

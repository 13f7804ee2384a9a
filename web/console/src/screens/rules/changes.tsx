import { data, type Schema } from '@madoguchi/shared/api';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../app/api';
import { said } from '../../app/errors';
import css from './changes.module.css';
import { useRuleWords } from './words';

type Side = Schema['Side'];

/** What changes, rule by rule: what rules do, not how they are written. A side without anything is what is in force. */
export function Changes({ before, after }: { before: Partial<Side>; after: Partial<Side> }) {
  const words = useRuleWords();
  const { t } = words;
  const id = useId();
  const diff = useQuery({
    queryKey: ['rules', 'diff', id],
    queryFn: () => {
      const side = (one: Partial<Side>): Side => ({ cases: [], ...one });
      return data(api.POST('/v1/rules:diff', { body: { before: side(before), after: side(after) } }));
    },
    gcTime: 0,
  });
  if (diff.error) {
    return (
      <p className={css.none} role="alert">
        {said(diff.error, words)}
      </p>
    );
  }
  if (!diff.data) return <p className={css.none}>{t('changes.looking')}</p>;
  const { added, removed, changed, moved, same } = diff.data;
  const n = added.length + removed.length + changed.length + moved.length;
  return (
    <section className={css.changes} aria-label={t('changes.title')}>
      {n === 0 && <p className={css.none}>{t('changes.none')}</p>}
      <ul>
        {added.map((rule) => (
          <li key={`+${rule.name}`} data-kind="added">
            <b>＋ {t('changes.added')}</b> {rule.name} <Words words={rule.words} />
          </li>
        ))}
        {removed.map((rule) => (
          <li key={`-${rule.name}`} data-kind="removed">
            <b>－ {t('changes.removed')}</b> {rule.name} <Words words={rule.words} />
          </li>
        ))}
        {changed.map((rule) => (
          <li key={`~${rule.name}`} data-kind="changed">
            <b>△ {t('changes.changed')}</b> {rule.name}{' '}
            <span className={css.what}>
              ({rule.what.map((what) => t(`aspect.${what}`)).join(t('list.comma'))})
            </span>
            {rule.words_added.map((word) => (
              <ins key={word}>{word}</ins>
            ))}
            {rule.words_removed.map((word) => (
              <del key={word}>{word}</del>
            ))}
          </li>
        ))}
        {moved.map(({ name, from, to }) => (
          <li key={`>${name}`} data-kind="moved">
            <b>⇅ {t('changes.moved')}</b> {name}{' '}
            <span className={css.what}>
              {t('changes.places', { from: `${from.file} ${from.place}`, to: `${to.file} ${to.place}` })}
            </span>
          </li>
        ))}
      </ul>
      <p className={css.none}>{t('changes.same', { n: same })}</p>
    </section>
  );
}

const SHOWN = 6;

function Words({ words }: { words: readonly string[] }) {
  const { t } = useRuleWords();
  const more = words.length > SHOWN ? ' …' : '';
  return words.length > 0 ? (
    <span className={css.what}>
      ({words.slice(0, SHOWN).join(t('list.comma'))}
      {more})
    </span>
  ) : null;
}

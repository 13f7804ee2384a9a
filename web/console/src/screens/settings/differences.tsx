import { wordDiff } from '@madoguchi/shared/text';
import type { Change } from './changes';
import css from './differences.module.css';
import { useSettingsWords } from './words';

/** What differs, as a list: what is new, what is gone, and what has become something else, word by word. */
export function Differences({ list }: { list: readonly Change[] }) {
  const { t } = useSettingsWords();
  return (
    <ul className={css.list}>
      {list.map((change) =>
        change.kind === 'moved' ? (
          <li key="moved">{t('settings.moved')}</li>
        ) : (
          <li key={`${change.kind} ${change.label}`}>
            <b>
              {change.label}
              <span className={css.kind}>{t(`settings.kind.${change.kind}`)}</span>
            </b>
            <Text change={change} />
          </li>
        ),
      )}
    </ul>
  );
}

/** Shorter texts are easier to compare as a whole. */
const WORD_BY_WORD = 24;

function Text({ change }: { change: Exclude<Change, { kind: 'moved' }> }) {
  const { t, language } = useSettingsWords();
  if (change.kind === 'added') return <ins>{change.text}</ins>;
  if (change.kind === 'removed') return <del>{change.text}</del>;
  const nothing = t('settings.nothing');
  if (Math.min(change.before.length, change.after.length) < WORD_BY_WORD) {
    return (
      <span>
        <del>{change.before || nothing}</del> → <ins>{change.after || nothing}</ins>
      </span>
    );
  }
  return (
    <span>
      {wordDiff(change.before, change.after, language).map(({ kind, text }, n) => {
        const key = `${n} ${kind}`;
        if (kind === 'added') return <ins key={key}>{text}</ins>;
        return kind === 'removed' ? <del key={key}>{text}</del> : <span key={key}>{text}</span>;
      })}
    </span>
  );
}

import { useMemo } from 'react';
import { casesIn } from './case-names';
import type { Spot } from './editor';
import { type Files, isCase, namesOf } from './files';
import type { useChecked } from './queries';
import css from './side.module.css';
import { useRuleWords } from './words';

interface Props {
  files: Files;
  check: ReturnType<typeof useChecked>;
  onGo: (spot: Spot) => void;
}

/** The cases, green and red. They run with every check. */
export function Cases({ files, check, onGo }: Props) {
  const { t } = useRuleWords();
  const { checked } = check;
  const cases = checked?.cases;
  const all = useMemo(
    () =>
      namesOf(files)
        .filter(isCase)
        .map((file) => ({ file, cases: casesIn(files[file] ?? '') })),
    [files],
  );
  const failed = cases?.failed ?? [];
  const summary =
    check.of === null
      ? t('check.running')
      : !cases
        ? t('cases.not_run')
        : failed.length > 0
          ? t('cases.red', { red: failed.length, n: cases.count })
          : t('cases.green', { n: cases.count });
  return (
    <div className={css.stack}>
      <p className={css.lead}>{t('cases.lead')}</p>
      <p
        className={css.summary}
        role="status"
        data-look={!cases ? 'bad' : failed.length > 0 ? 'bad' : 'good'}
      >
        {summary}
      </p>
      {failed.map(({ file, line, name, failures }) => (
        <article key={`${file} ${line} ${name}`} className={css.failed}>
          <button type="button" className={css.goes} onClick={() => onGo({ file, line, column: 0 })}>
            ✗ {name}
            <span className={css.spot}>
              {file}:{line}
            </span>
          </button>
          <ul>
            {failures.map((failure) => (
              <li key={failure}>{failure}</li>
            ))}
          </ul>
        </article>
      ))}
      {cases &&
        all.map(({ file, cases }) => {
          const green = cases.filter(
            ({ line }) => !failed.some((one) => one.file === file && one.line === line),
          );
          return (
            green.length > 0 && (
              <details key={file} className={css.group}>
                <summary>
                  <span className={css.ok}>✓ {green.length}</span> {file}
                </summary>
                <ul className={css.cases}>
                  {green.map(({ name, line }) => (
                    <li key={line}>
                      <button
                        type="button"
                        className={css.goes}
                        onClick={() => onGo({ file, line, column: 0 })}
                      >
                        ✓ {name}
                      </button>
                    </li>
                  ))}
                </ul>
              </details>
            )
          );
        })}
      {cases && cases.uncovered.length > 0 && (
        <section>
          <h2 className={css.heading}>{t('cases.uncovered', { n: cases.uncovered.length })}</h2>
          <ul className={css.chips}>
            {cases.uncovered.map((rule) => {
              const at = checked.rules.find(({ name }) => name === rule);
              return (
                <li key={rule}>
                  <button
                    type="button"
                    className={css.rule}
                    onClick={() => at && onGo({ file: at.file, line: at.line, column: 0 })}
                  >
                    {rule}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
}

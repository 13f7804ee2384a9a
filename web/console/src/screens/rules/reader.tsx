import type { Schema } from '@madoguchi/shared/api';
import page from '../page.module.css';
import css from './reader.module.css';
import { VersionList } from './version-list';
import { useRuleWords } from './words';

/** Which rules there are and since when, for those who may not change them. Their texts are for admins. */
export function Reader({ inForce }: { inForce: Schema['RulesView'] }) {
  const { t } = useRuleWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
    <main id="main" className={page.page} tabIndex={0}>
      <div className={page.column}>
        <div>
          <h1>{t('rules.title')}</h1>
          <p className={page.lead}>{t('reader.lead')}</p>
        </div>
        <section className={page.card}>
          <h2>{t('reader.rules', { n: inForce.rules.length })}</h2>
          <ol className={css.rules}>
            {inForce.rules.map((rule) => (
              <li key={rule.name}>
                <b>{rule.name}</b> <span className={css.kind}>{rule.kind}</span>
                {rule.words.length > 0 && <p className={css.words}>{rule.words.join(t('list.comma'))}</p>}
              </li>
            ))}
          </ol>
        </section>
        <section className={page.card}>
          <h2>{t('versions.title')}</h2>
          <VersionList />
        </section>
      </div>
    </main>
  );
}

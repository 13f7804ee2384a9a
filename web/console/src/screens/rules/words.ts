// The studio's words: those of every screen and its own, which come with it. Another language loads the page afresh.
import { type Common, type Translate, translator } from '@madoguchi/shared/messages';
import { type RuleWords, ruleWords } from '@madoguchi/shared/messages/rules';
import { useMemo } from 'react';
import { useWords } from '../../app/i18n';
import { prefs } from '../../app/prefs';

const { language } = prefs.get();
const own = await ruleWords(language);
const mine = translator<RuleWords>(own, language);

export type RulesTranslate = Translate<Common & RuleWords>;

export function useRuleWords() {
  const words = useWords();
  return useMemo(() => {
    const both = (key: string, ...values: [Record<string, string | number>?]) => {
      const t = (key in own ? mine : words.t) as (key: string, ...given: typeof values) => string;
      return t(key, ...values);
    };
    return { ...words, t: both as RulesTranslate };
  }, [words]);
}

/** The sentence of a word that a desk newer than this console may have made; `null` if there is none. */
export function maybe(t: RulesTranslate, key: string): string | null {
  return key in own ? t(key as 'code.syntax') : null;
}

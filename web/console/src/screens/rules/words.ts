import type { Common, Translate } from '@madoguchi/shared/messages';
import { type RuleWords, ruleWords } from '@madoguchi/shared/messages/rules';
import { wordsWith } from '../../app/own-words';
import { prefs } from '../../app/prefs';

const own = await ruleWords(prefs.get().language);

export type RulesTranslate = Translate<Common & RuleWords>;

export const useRuleWords = wordsWith<RuleWords>(own);

/** The sentence of a word that a desk newer than this console may have made; `null` if there is none. */
export function maybe(t: RulesTranslate, key: string): string | null {
  return key in own ? t(key as 'code.syntax') : null;
}

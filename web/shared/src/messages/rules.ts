// The words of the rules studio: fetched with it, so that the inbox does not carry them.
import type { Catalogue, Language } from '.';
import type { ja } from './rules-ja';

export type RuleWords = typeof ja;

/** The studio's catalogue of a language. */
export async function ruleWords(language: Language): Promise<Catalogue<RuleWords>> {
  return language === 'ja' ? (await import('./rules-ja')).ja : (await import('./rules-en')).en;
}

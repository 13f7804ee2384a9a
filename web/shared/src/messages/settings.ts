// The words of the settings: fetched with them, so that the inbox does not carry them.
import type { Catalogue, Language } from '.';
import type { ja } from './settings-ja';

export type SettingsWords = typeof ja;

/** The settings' catalogue of a language. */
export async function settingsWords(language: Language): Promise<Catalogue<SettingsWords>> {
  return language === 'ja' ? (await import('./settings-ja')).ja : (await import('./settings-en')).en;
}

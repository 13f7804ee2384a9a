// Words on screen. A key names the job of a sentence; `{name}` stands for a value.
import type { ja } from './ja';
import type { ja as settings } from './settings-ja';

/** What the console says: everywhere, and in the parts that bring words of their own when they are opened. */
type Words = typeof ja & typeof settings;
export type Key = keyof Words;
export type Language = 'ja' | 'en';

/** One form for every number, or the forms that `Intl.PluralRules` picks by the value `n`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Catalogue = { readonly [key in keyof typeof ja]: Message };
export type SettingsCatalogue = { readonly [key in keyof typeof settings]: Message };
/** The words that are there. */
export type Spoken = Partial<Record<Key, Message>>;

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<K extends Key> = [Names<Words[K]>] extends [never]
  ? []
  : [values: { [name in Names<Words[K]>]: string | number }];

export type Translate = <K extends Key>(key: K, ...values: Values<K>) => string;

/** Puts values into the sentences of a catalogue. */
export function translator(catalogue: Spoken, language: Language): Translate {
  const plural = new Intl.PluralRules(language);
  return (key, ...[values]) => {
    const message: Message = catalogue[key] ?? key;
    const given: Readonly<Record<string, string | number>> = values ?? {};
    const sentence =
      typeof message === 'string'
        ? message
        : message[plural.select(Number(given.n)) === 'one' ? 'one' : 'other'];
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
  };
}

/** The catalogue of a language, fetched when it is first spoken. */
export async function catalogue(language: Language): Promise<Catalogue> {
  return language === 'ja' ? (await import('./ja')).ja : (await import('./en')).en;
}

/** What the settings say besides, fetched when they are first opened. */
export async function settingsCatalogue(language: Language): Promise<SettingsCatalogue> {
  return language === 'ja' ? (await import('./settings-ja')).ja : (await import('./settings-en')).en;
}

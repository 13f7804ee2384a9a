// Words on screen. A key names the job of a sentence; `{name}` stands for a value.
import type { ja } from './ja';

export type Key = keyof typeof ja;
export type Language = 'ja' | 'en';

/** The words that every screen may use. A screen with many of its own has them in a catalogue of its own. */
export type Common = typeof ja;

/** One form for every number, or the forms that `Intl.PluralRules` picks by the value `n`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Catalogue<Words = Common> = { readonly [key in keyof Words]: Message };

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<S> = [Names<S>] extends [never] ? [] : [values: { [name in Names<S>]: string | number }];

export type Translate<Words = Common> = <K extends keyof Words>(
  key: K,
  ...values: Values<Words[K]>
) => string;

/** Puts values into the sentences of a catalogue. */
export function translator<Words = Common>(
  catalogue: Catalogue<NoInfer<Words>>,
  language: Language,
): Translate<Words> {
  const plural = new Intl.PluralRules(language);
  return (key, ...[values]) => {
    const message: Message = catalogue[key];
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

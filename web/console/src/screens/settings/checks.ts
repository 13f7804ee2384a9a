// What can be seen to be wrong before the desk is asked. The desk has the last word on everything.
import { CUSTOMER, OPERATOR, ofField, unknownBlank } from './blanks';
import type { SettingsTranslate } from './words';

/** What is wrong, by where in the section it is, as the desk writes it: `[0].name`. */
export type Wrong = Readonly<Record<string, string>>;

/** The most characters of a name or label. */
export const NAME = 64;
/** The most characters of one message of a canned response, and the most messages. */
export const MESSAGE = 2000;
export const MESSAGES = 5;

const length = (text: string) => [...text].length;

export function nameWrong(text: string, t: SettingsTranslate): string | undefined {
  if (text.trim() === '') return t('settings.check.empty');
  return length(text) > NAME ? t('settings.check.long', { n: NAME }) : undefined;
}

/** What is wrong with names that stand side by side. */
export function namesWrong(
  names: readonly string[],
  path: (n: number) => string,
  t: SettingsTranslate,
): Wrong {
  const seen = new Set<string>();
  const found: Record<string, string> = {};
  names.forEach((name, n) => {
    const wrong = nameWrong(name, t) ?? (seen.has(name) ? t('settings.check.twice') : undefined);
    seen.add(name);
    if (wrong) found[path(n)] = wrong;
  });
  return found;
}

export function messageWrong(text: string, t: SettingsTranslate): string | undefined {
  if (text.trim() === '') return t('settings.check.empty');
  return valueWrong(text, MESSAGE, t);
}

/** What is wrong with a text that may be empty and may have blanks. */
export function valueWrong(text: string, most: number, t: SettingsTranslate): string | undefined {
  if (length(text) > most) return t('settings.check.long', { n: most });
  const blank = unknownBlank(text);
  if (blank === undefined) return undefined;
  const known = [CUSTOMER, OPERATOR, ofField(t('settings.fields.name'))].join(t('list.comma'));
  return t('settings.check.blank', { blank, known });
}

// The words of the settings: those of every screen and their own, which come with them. Another language loads the page
// afresh.
import { type Common, type Translate, translator } from '@madoguchi/shared/messages';
import { type SettingsWords, settingsWords } from '@madoguchi/shared/messages/settings';
import { useMemo } from 'react';
import { useWords } from '../../app/i18n';
import { prefs } from '../../app/prefs';

const { language } = prefs.get();
const own = await settingsWords(language);
const mine = translator<SettingsWords>(own, language);

export type SettingsTranslate = Translate<Common & SettingsWords>;

export function useSettingsWords() {
  const words = useWords();
  return useMemo(() => {
    const both = (key: string, ...values: [Record<string, string | number>?]) => {
      const t = (key in own ? mine : words.t) as (key: string, ...given: typeof values) => string;
      return t(key, ...values);
    };
    return { ...words, t: both as SettingsTranslate };
  }, [words]);
}

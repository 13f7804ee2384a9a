import { type Catalogue, type Common, type Translate, translator } from '@madoguchi/shared/messages';
import { useMemo } from 'react';
import { useWords } from './i18n';
import { prefs } from './prefs';

/**
 * The hook that speaks the words of every screen and those of a part's own catalogue, which comes with the part. Another
 * language loads the page afresh.
 */
export function wordsWith<Own>(own: Catalogue<Own>) {
  const mine = translator<Own>(own, prefs.get().language);
  return () => {
    const words = useWords();
    return useMemo(() => {
      const both = (key: string, ...values: [Record<string, string | number>?]) => {
        const t = (key in own ? mine : words.t) as (key: string, ...given: typeof values) => string;
        return t(key, ...values);
      };
      return { ...words, t: both as Translate<Common & Own> };
    }, [words]);
  };
}

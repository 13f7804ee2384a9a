import { type Catalogue, type Language, type Translate, translator } from '@madoguchi/shared/messages';
import { type Clock, clock } from '@madoguchi/shared/time';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

interface Words {
  t: Translate;
  language: Language;
  clock: Clock;
}

const Context = createContext<Words | null>(null);

/** Speaks a language, and tells times in the reader's zone until the desk has said its own. */
export function Speak(props: { catalogue: Catalogue; language: Language; children: ReactNode }) {
  const { catalogue, language } = props;
  const words = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { t: translator(catalogue, language), language, clock: clock(language, zone) };
  }, [catalogue, language]);
  return <Context value={words}>{props.children}</Context>;
}

/** The same words, with times in the desk's zone. */
export function InZone(props: { timeZone: string; children: ReactNode }) {
  const words = useWords();
  const { language } = words;
  const zoned = useMemo(
    () => ({ ...words, clock: clock(language, props.timeZone) }),
    [words, language, props.timeZone],
  );
  return <Context value={zoned}>{props.children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error('there are no words outside of <Speak>');
  return words;
}

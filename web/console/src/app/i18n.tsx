import { type Language, type Spoken, type Translate, translator } from '@madoguchi/shared/messages';
import { type Clock, clock } from '@madoguchi/shared/time';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

interface Words {
  t: Translate;
  language: Language;
  clock: Clock;
}

/** The words as they are, beside what is made of them. */
interface Speech extends Words {
  catalogue: Spoken;
}

const Context = createContext<Speech | null>(null);

/** Speaks a language, and tells times in the reader's zone until the desk has said its own. */
export function Speak(props: { catalogue: Spoken; language: Language; children: ReactNode }) {
  const { catalogue, language } = props;
  const words = useMemo(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return { catalogue, t: translator(catalogue, language), language, clock: clock(language, zone) };
  }, [catalogue, language]);
  return <Context value={words}>{props.children}</Context>;
}

/** Knows the words of a part of the console besides. */
export function SpeakMore(props: { catalogue: Spoken; children: ReactNode }) {
  const speech = useSpeech();
  const { catalogue } = props;
  const more = useMemo(() => {
    const both = { ...speech.catalogue, ...catalogue };
    return { ...speech, catalogue: both, t: translator(both, speech.language) };
  }, [speech, catalogue]);
  return <Context value={more}>{props.children}</Context>;
}

/** The same words, with times in the desk's zone. */
export function InZone(props: { timeZone: string; children: ReactNode }) {
  const words = useSpeech();
  const { language } = words;
  const zoned = useMemo(
    () => ({ ...words, clock: clock(language, props.timeZone) }),
    [words, language, props.timeZone],
  );
  return <Context value={zoned}>{props.children}</Context>;
}

export function useWords(): Words {
  return useSpeech();
}

function useSpeech(): Speech {
  const words = useContext(Context);
  if (!words) throw new Error('there are no words outside of <Speak>');
  return words;
}

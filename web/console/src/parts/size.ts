import { useMemo } from 'react';
import { useWords } from '../app/i18n';

const MEGA = 1024 * 1024;

/** Writes sizes as people read them. */
export function useSize(): (bytes: number) => string {
  const { language } = useWords();
  return useMemo(() => {
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    return (bytes) =>
      bytes < MEGA ? `${number.format(bytes / 1024)} kB` : `${number.format(bytes / MEGA)} MB`;
  }, [language]);
}

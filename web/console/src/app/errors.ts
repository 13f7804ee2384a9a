import { Problem } from '@madoguchi/shared/api';
import type { useWords } from './i18n';

/** What went wrong, in a sentence. The desk's titles are in the reader's language, its details are English. */
export function said(error: unknown, words: Pick<ReturnType<typeof useWords>, 't' | 'language'>): string {
  if (!(error instanceof Problem)) return words.t('error.unreachable');
  if (error.kind === 'unknown') return words.t('error.unreachable');
  return words.language === 'en' && error.detail ? `${error.message}: ${error.detail}` : error.message;
}

import type { Language } from './index';

/** What the customer to try the desk with is called, by the language in which they were asked for. */
export const DEMO_NAMES: Readonly<Record<Language, string>> = {
  ja: '佐藤 美咲(デモ)',
  en: 'Mei Sato (demo)',
};

/** Whether a contact is that customer, in whichever language. */
export const isDemo = ({ account_name }: { account_name: string }) =>
  Object.values(DEMO_NAMES).includes(account_name);

/** What the widget itself says before a conversation, in its two languages; what the desk says comes from the server. */

const ja = {
  launch: 'チャットを開く',
  close: '閉じる',
  log: '会話',
  agent: '担当者',
  bots: '自動応答がお答えします',
  closed: '営業時間外です',
  waiting: '担当者を呼んでいます',
  start: '同意して開始',
  starting: '開始しています…',
  privacy: '個人情報の取り扱い',
  agree: '送信するには、下の内容に同意してください。',
  login: 'サイトにログインするとご利用いただけます。',
  write: 'メッセージを入力',
  send: '送信',
  mute: '接続できませんでした。',
  retry: 'もう一度',
  failure: 'うまくいきませんでした。もう一度お試しください。',
  identity: 'ログインを確認できませんでした。ページを再読み込みしてください。',
};

export type Words = typeof ja;

const en: Words = {
  launch: 'Open chat',
  close: 'Close',
  log: 'Conversation',
  agent: 'Our team',
  bots: 'Our assistant answers',
  closed: 'We are closed right now',
  waiting: 'We are calling a member of our team',
  start: 'Agree and start',
  starting: 'Starting…',
  privacy: 'Privacy policy',
  agree: 'Please agree below to send your message.',
  login: 'Please sign in on this site to chat.',
  write: 'Write a message',
  send: 'Send',
  mute: 'Could not connect.',
  retry: 'Try again',
  failure: 'Something went wrong. Please try again.',
  identity: 'Your sign-in could not be checked. Please reload the page.',
};

/** Picks the catalogue for an IETF tag. */
export const pick = <W>(lang: string, ja: W, en: W): W => (/^ja\b/i.test(lang) ? ja : en);

/** The first words for an IETF tag. */
export const wordsOf = (lang: string): Words => pick(lang, ja, en);

/** Puts values in the places of a sentence. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name] ?? ''}`);

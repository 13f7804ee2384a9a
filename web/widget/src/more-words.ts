/** What the widget says in a conversation. */

import { pick, type Words } from './words';

const ja = {
  you: 'あなた',
  opens: '次の営業開始: {t}',
  earlier: '以前のメッセージを表示',
  fresh: '新着 {n} 件',
  joined: '{name} が参加しました',
  ended: 'チャットは終了しました。続けて書くと再開します。',
  down: '再接続しています… 入力した内容は失われません',
  volatile: 'このブラウザには保存できないため、ページを閉じると会話を再開できません。',
  sending: '送信中',
  sent: '送信済み',
  resend: '再送',
  discard: '取り消す',
  person: '担当者と話す',
  say: '担当者と話したいです',
  rate: '評価する',
  rated: '対応はいかがでしたか？',
  scores: '不満,やや不満,ふつう,満足,大満足',
  mail: '返信をメールでも受け取る',
  email: 'メールアドレス',
  name: 'お名前(任意)',
  save: '登録する',
  saved: '登録しました。',
  leave: 'すぐに返信できないことがあります。メールアドレスを登録すると、担当者からご連絡できます。',
  forget: 'この端末から会話を消す',
  forgets: 'この端末からは、この会話を二度と開けなくなります。',
  cancel: 'やめる',
  big: 'ファイルが大きすぎます(最大 {n} MB)。',
  kind: 'この種類のファイルは送れません。JPEG、PNG、WebP、GIF、PDF などをお使いください。',
  heic: 'HEIC 形式は送れません。JPEG に変えてお送りください。',
  many: '一度に送れるのは 3 つまでです。',
  today: '今日',
  yesterday: '昨日',
};

export type MoreWords = typeof ja;
export type AllWords = Words & MoreWords;

const en: MoreWords = {
  you: 'You',
  opens: 'We open {t}',
  earlier: 'Show earlier messages',
  fresh: '{n} new',
  joined: '{name} joined',
  ended: 'This chat has ended. Write again to reopen it.',
  down: 'Reconnecting… nothing you wrote is lost',
  volatile: 'This browser keeps nothing, so this chat ends when you close the page.',
  sending: 'Sending',
  sent: 'Sent',
  resend: 'Send again',
  discard: 'Discard',
  person: 'Talk to a person',
  say: 'I would like to talk to someone',
  rate: 'Rate this chat',
  rated: 'How did we do?',
  scores: 'Poor,Fair,OK,Good,Great',
  mail: 'Get answers by e-mail too',
  email: 'E-mail address',
  name: 'Name (optional)',
  save: 'Save',
  saved: 'Saved.',
  leave: 'An answer may take a while. Leave your e-mail address so that our team can reach you.',
  forget: 'Forget this chat on this device',
  forgets: 'You will not be able to open this conversation here again.',
  cancel: 'Cancel',
  big: 'The file is too large (at most {n} MB).',
  kind: 'Files of this kind cannot be sent. Please use JPEG, PNG, WebP, GIF or PDF.',
  heic: 'HEIC cannot be sent. Please send it as JPEG.',
  many: 'At most 3 files at a time.',
  today: 'Today',
  yesterday: 'Yesterday',
};

/** The words of a conversation for an IETF tag. */
export const moreOf = (lang: string): MoreWords => pick(lang, ja, en);

/** Why something failed, in words. */
export function why(code: string | undefined, words: AllWords): string {
  if (code?.startsWith('identity_')) return words.identity;
  const known: Record<string, string> = {
    too_large: words.big.replace('{n}', '10'),
    unsupported_type: words.kind,
    heic: words.heic,
    many: words.many,
  };
  return known[code ?? ''] ?? words.failed;
}

/** What the widget says in a conversation. */

import type { ExtraWords } from './extra-words';
import { pick, type Words } from './words';

const ja = {
  bot: '自動応答',
  failed: '送信できませんでした',
  attach: 'ファイルを添付',
  menu: 'メニュー',
  unread: '未読 {n} 件',
  you: 'あなた',
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
  saved: '登録しました。',
  asked: 'お問い合わせを受け付けました。担当者からご連絡します。',
  typing: '{name} が入力中…',
  big: 'ファイルが大きすぎます(最大 {n} MB)。',
  kind: 'この種類のファイルは送れません。JPEG、PNG、WebP、GIF、PDF などをお使いください。',
  heic: 'HEIC 形式は送れません。JPEG に変えてお送りください。',
  many: '一度に送れるのは 3 つまでです。',
  today: '今日',
  yesterday: '昨日',
};

export type MoreWords = typeof ja;
/** Every word there is; the last of them as soon as they are fetched. */
export type AllWords = Words & MoreWords & ExtraWords;

const en: MoreWords = {
  bot: 'Assistant',
  failed: 'Not sent',
  attach: 'Attach files',
  menu: 'Menu',
  unread: '{n} unread',
  you: 'You',
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
  saved: 'Saved.',
  asked: 'We have your message. Our team will get back to you.',
  typing: '{name} is typing…',
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

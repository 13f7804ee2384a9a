/** What the widget says where most conversations never come: the menu, the form, the end. */

import { pick, type Words } from './words';

const ja = {
  absent: 'ただいま担当者が不在です。',
  opens: '次の営業開始: {t}',
  hours: '営業時間',
  shut: '休み',
  leave: 'すぐに返信できないことがあります。メールアドレスを登録すると、担当者からご連絡できます。',
  ask: 'お問い合わせを残す',
  asks: 'お問い合わせ内容',
  agreeAsk: '同意して送信',
  bothWays: '自動応答とのチャットはすぐに始められます。',
  mail: '返信をメールでも受け取る',
  email: 'メールアドレス',
  name: 'お名前(任意)',
  save: '登録する',
  person: '担当者と話す',
  say: '担当者と話したいです',
  rate: '評価する',
  rated: '対応はいかがでしたか？',
  scores: '不満,やや不満,ふつう,満足,大満足',
  thanks: '評価をありがとうございます。',
  reason: 'よろしければ、理由をお聞かせください(任意)',
  end: 'チャットを終了する',
  ends: 'チャットを終了しますか？終了すると、この端末に会話は残りません。',
  over: '終了する',
  goOn: '続ける',
  anew: '新しいチャットを始める',
  forget: 'この端末から会話を消す',
  forgets: 'この端末からは、この会話を二度と開けなくなります。',
  cancel: 'やめる',
};

export type ExtraWords = typeof ja;
/** Before a conversation there are the first words and these. */
export type FormWords = Words & ExtraWords;

const en: ExtraWords = {
  absent: 'Nobody from our team is here right now.',
  opens: 'We open {t}',
  hours: 'Opening hours',
  shut: 'closed',
  leave: 'An answer may take a while. Leave your e-mail address so that our team can reach you.',
  ask: 'Leave us a message',
  asks: 'Your message',
  agreeAsk: 'Agree and send',
  bothWays: 'Our assistant can answer right away.',
  mail: 'Get answers by e-mail too',
  email: 'E-mail address',
  name: 'Name (optional)',
  save: 'Save',
  person: 'Talk to a person',
  say: 'I would like to talk to someone',
  rate: 'Rate this chat',
  rated: 'How did we do?',
  scores: 'Poor,Fair,OK,Good,Great',
  thanks: 'Thank you for your rating.',
  reason: 'Would you tell us why? (optional)',
  end: 'End this chat',
  ends: 'End this chat? Nothing of it will stay on this device.',
  over: 'End the chat',
  goOn: 'Continue',
  anew: 'Start a new chat',
  forget: 'Forget this chat on this device',
  forgets: 'You will not be able to open this conversation here again.',
  cancel: 'Cancel',
};

/** These words for an IETF tag. */
export const extraOf = (lang: string): ExtraWords => pick(lang, ja, en);

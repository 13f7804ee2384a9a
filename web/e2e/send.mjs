// What operators send besides words: files, templates with blanks, actions, messages that wait for their time.
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { until } from './desk.mjs';

/** A picture of one colour, as bytes. */
export function png(width, height, [r, g, b]) {
  const crcs = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes) =>
    (bytes.reduce((c, byte) => (crcs[(c ^ byte) & 255] ^ (c >>> 8)) >>> 0, 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type, body) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(named));
    return Buffer.concat([size, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: width }, () => Buffer.from([r, g, b])),
  ]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const mark = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

const COLOURS = [
  [196, 120, 90],
  [90, 140, 190],
  [120, 170, 110],
];

const picture = (name, n) => ({ name, mimeType: 'image/png', buffer: png(320, 220, COLOURS[n]) });

export async function sendMore({ browser, desk, open, look, judge }, { storage, conversation }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
    storageState: storage,
  });
  const page = await open(context, 'send');
  await page.goto(conversation);
  const field = page.getByLabel('返信の本文');
  await field.waitFor();

  // The web messenger's customer: their files lie with the desk itself.
  await page.getByRole('option').filter({ hasText: '待機中' }).click();
  await page.getByRole('button', { name: '参加する' }).click();
  // What does not fit is said before it is uploaded; what fits is shown, put in order, and goes out with the words.
  const files = page.getByRole('list', { name: '添付ファイル' });
  const pick = page.locator('input[type=file]');
  await pick.setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>') });
  await page.getByText('page.html: 送信できない種類のファイルです').waitFor();
  await pick.setInputFiles([picture('施術前.png', 0), picture('施術後.png', 1)]);
  await until('the uploads', async () => (await files.getByText('kB').count()) === 2);
  await page.getByText('施術後.png').waitFor();
  await files.getByRole('button', { name: /「施術後.png」を並べ替え/ }).press('Alt+ArrowLeft');
  await until('the other order', async () => (await files.textContent()).indexOf('施術後') < 5);
  await field.fill('成分一覧の画像をお送りします');
  await look(page, 'send-01-files');
  await judge(page, 'files');
  await page.reload();
  await files.getByText('施術前.png').waitFor();
  await field.press('Shift+Enter');
  const sent = page.getByRole('article').filter({ hasText: '成分一覧の画像をお送りします' });
  await sent.getByRole('img').nth(1).waitFor();
  await files.waitFor({ state: 'detached' });
  await page.goto(conversation);

  // A template that nothing is known for is seen, and not taken.
  await field.pressSequentially('/');
  await page.getByRole('combobox', { name: 'テンプレートを検索' }).fill('予約');
  await page.getByText(/来店日 の値がない/).waitFor();
  await look(page, 'send-02-template-missing');
  await page.keyboard.press('Enter');
  assert.equal(await field.inputValue(), '/', 'what is not known is not taken');
  await page.keyboard.press('Escape');
  await field.fill('');

  // An action shows its steps first.
  await page.getByRole('button', { name: 'アクション' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('カラーの相談').click();
  await dialog.getByText('タグを付ける: 薬剤').waitFor();
  await look(page, 'send-03-action');
  await judge(page, 'action');
  await dialog.getByRole('button', { name: '実行する' }).click();
  await dialog.getByText('実行しました').waitFor();
  await look(page, 'send-04-action-done');
  await dialog.getByRole('button', { name: '閉じる' }).last().click();
  await page.getByRole('button', { name: 'タグ「薬剤」を外す' }).waitFor();

  // Tried first in a conversation of one's own: here, for want of another, in this one.
  const menu = page.getByRole('button', { name: '会話の操作' });
  const test = dialog.getByRole('button', { name: 'テスト送信' });
  await field.fill('テストで送るご案内です。');
  await page.getByRole('button', { name: '予約', exact: true }).click();
  await test.click();
  await dialog.getByText('テスト送信の宛先がまだありません').waitFor();
  await look(page, 'send-08-test-nowhere');
  await judge(page, 'test-nowhere');
  await page.keyboard.press('Escape');
  await menu.click();
  await page.getByRole('menuitem', { name: 'テスト送信の宛先にする' }).click();
  await page.getByRole('button', { name: '予約', exact: true }).click();
  await test.click();
  await page.getByText('ご自分の会話にテスト送信しました').waitFor();
  await dialog.getByRole('button', { name: 'キャンセル' }).click();
  const waiting = page.getByRole('article', { name: /^送信予約/ });
  await waiting.waitFor();
  await waiting.waitFor({ state: 'detached' });
  const tried = page.getByRole('article').filter({ hasText: 'テストで送るご案内です。' });
  await tried.waitFor();
  assert.equal(await tried.count(), 1);
  await menu.click();
  await page.getByRole('menuitem', { name: 'テスト送信の宛先から外す' }).click();

  // Scheduled, seen in the thread and in the calendar, changed, taken back, and that taken back.
  await field.fill('明日のご予約についてご連絡します。');
  await page.getByRole('button', { name: '予約', exact: true }).click();
  const add = dialog.getByRole('button', { name: 'メッセージを追加' });
  await add.click();
  await add.click();
  await dialog.getByRole('button', { name: 'すべて削除' }).click();
  await dialog.getByRole('textbox', { name: '2 通目' }).waitFor({ state: 'detached' });
  assert.equal(await dialog.getByRole('textbox', { name: '1 通目' }).inputValue(), '');
  await dialog.getByRole('textbox', { name: '1 通目' }).fill('明日のご予約についてご連絡します。');
  await add.click();
  await dialog.getByRole('textbox', { name: '2 通目' }).fill('お気をつけてお越しください。');
  await dialog.getByRole('button', { name: '明日 9:00' }).click();
  await dialog.getByLabel('お客様が先に書いたら送信しない').check();
  await look(page, 'send-05-schedule');
  await judge(page, 'schedule');
  await dialog.getByRole('button', { name: '送信予約する' }).click();
  const card = page.getByRole('article', { name: /^送信予約/ });
  await card.waitFor();
  assert.equal(await field.inputValue(), '', 'what was scheduled is no draft any more');
  await look(page, 'send-06-scheduled');
  await judge(page, 'scheduled-card');
  await card.getByRole('button', { name: '編集' }).click();
  await dialog.getByRole('textbox', { name: '1 通目' }).fill('明後日のご予約についてご連絡します。');
  await dialog.getByRole('button', { name: '変更を保存' }).click();
  await card.getByText('明後日のご予約').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('log').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/scheduled');
  await page.getByText('明後日のご予約').waitFor();
  await look(page, 'send-07-calendar');
  await judge(page, 'calendar');
  await page.getByRole('button', { name: '取り消す' }).click();
  await page.getByText('該当する送信予約はありません').waitFor();
  await page.getByRole('button', { name: '元に戻す' }).click();
  await page.getByText('明後日のご予約').waitFor();

  // Asked once, then the contact is asked for a rating.
  await page.goto(conversation);
  await menu.click();
  await page.getByRole('menuitem', { name: '評価を依頼' }).click();
  await dialog.getByRole('button', { name: '送信する' }).click();
  await page
    .getByRole('article')
    .filter({ hasText: /評価|満足/ })
    .first()
    .waitFor();

  // A draft is there on the next machine, and gone here once it was sent there.
  const kept = page.waitForResponse('**/drafts/reply');
  await field.fill('別の端末で続きを書きます');
  await kept;
  const other = await browser.newContext({
    baseURL: desk.address,
    storageState: { cookies: storage.cookies, origins: [] },
    locale: 'ja-JP',
  });
  const elsewhere = await open(other, 'elsewhere');
  await elsewhere.goto(conversation);
  const there = elsewhere.getByLabel('返信の本文');
  await until('the draft elsewhere', async () => (await there.inputValue()) === '別の端末で続きを書きます');
  await there.fill('別の端末から送信しました');
  const gone = elsewhere.waitForResponse(
    (answer) => answer.url().includes('/drafts/reply') && answer.request().method() === 'DELETE',
  );
  await there.press('Shift+Enter');
  await gone;
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await until('the draft to be gone', async () => (await field.inputValue()) === '');
  await other.close();
  await context.close();
}

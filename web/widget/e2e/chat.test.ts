/** A customer talks with the desk that customers talk with: the built widget, the real binary, a real browser. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customer, type Desk, open } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await open();
});
afterAll(() => desk.close());

const launcher = (page: Page) => page.locator('support-chat .launcher');
const write = async (page: Page, text: string) => {
  await page.getByRole('textbox', { name: 'メッセージを入力' }).fill(text);
  await page.getByRole('button', { name: '送信', exact: true }).click();
};
const log = (page: Page) => page.getByRole('log');
/** The texts of both sides, in order. */
const said = (page: Page) => log(page).locator('article .text').allInnerTexts();

interface Listed {
  items: { id: string }[];
}
const waiting = async () => (await desk.api<Listed>('GET', '/conversations?view=waiting')).items[0]?.id ?? '';
let intents = 0;
const intent = () => ({ client_id: `e2e-${String(++intents).padStart(6, '0')}` });

/** CHN-03, CHN-06, CHN-07: nothing is asked, kept or opened before somebody opens, nothing kept before they agree. */
test('before it is opened there is one request, and no cookie, key or socket', async () => {
  const { context, page } = await customer(desk, 'about:blank');
  const requests: string[] = [];
  let sockets = 0;
  page.on('request', (request) => request.url().startsWith(desk.url) && requests.push(request.url()));
  page.on('websocket', () => sockets++);
  await page.goto(`${desk.site}/plain.html`);
  await launcher(page).waitFor();
  await page.waitForLoadState('networkidle');
  expect(requests).toEqual([`${desk.url}/widget/loader.js`]);
  expect(sockets).toBe(0);
  const kept = () => page.evaluate(() => localStorage.length + sessionStorage.length);
  expect(await kept()).toBe(0);
  await launcher(page).click();
  await page.getByText('こんにちは。ご質問やご相談をお気軽にお送りください。').waitFor();
  expect(await kept()).toBe(0);
  expect(await context.cookies()).toEqual([]);
  expect(sockets).toBe(0);
  await context.close();
});

/** CHN-01, BOT-01, BOT-05, STA-07, THR-11: a chat from the first word to the end, over a reload and a cut wire. */
test('a customer chats, is handed over, reloads, loses the line and misses nothing', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await launcher(page).click();
  // What is written before agreeing is kept, and sent once it may be.
  await write(page, '営業時間は？');
  await page.getByText('送信するには、下の内容に同意してください。').waitFor();
  await page.getByRole('button', { name: '同意して開始' }).click();
  await log(page).getByText('営業時間は平日 10:00〜20:00').waitFor();
  await log(page).locator('article.mine').getByRole('img', { name: '送信済み' }).waitFor();

  // A button of the bot; the chosen one stays, the others vanish.
  await write(page, 'あいうえお');
  const talk = log(page).getByRole('button', { name: '担当者と話す' });
  await talk.click();
  await log(page).getByText('ただいま担当者が席を外しております').waitFor();
  await log(page).locator('.chosen', { hasText: '担当者と話す' }).waitFor();
  expect(await talk.count()).toBe(0);
  await page.getByRole('button', { name: '返信をメールでも受け取る' }).click();
  await page.getByLabel('メールアドレス').fill('mei@example.com');
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByText('登録しました。').waitFor();

  // A person takes over.
  await desk.api('PUT', '/me/presence', { presence: 'online' });
  const id = await waiting();
  const post = (what: string, body: object) =>
    desk.api('POST', `/conversations/${id}/${what}`, { ...intent(), ...body });
  await post('join', {});
  await post('reply', { text: 'お待たせしました。山田です。 https://example.com/menu' });
  await page.locator('.title', { hasText: '山田' }).waitFor();
  const link = log(page).getByRole('link', { name: 'https://example.com/menu' });
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');

  // A reload keeps the place, the draft and the conversation.
  await page.getByRole('textbox', { name: 'メッセージを入力' }).fill('書きかけ');
  const before = await said(page);
  await page.reload();
  await log(page).getByText('お待たせしました').waitFor();
  await expect.poll(() => said(page)).toEqual(before);
  expect(await page.getByRole('textbox', { name: 'メッセージを入力' }).inputValue()).toBe('書きかけ');

  // The wire is cut: both sides write; afterwards everything is there once and in order.
  desk.wire.cut();
  await write(page, '予約したいです');
  await log(page).locator('article.queued').getByRole('img', { name: '送信中' }).waitFor();
  for (const n of [1, 2, 3]) await post('reply', { text: `切断中 ${n}` });
  await page.getByText('再接続しています').waitFor({ timeout: 20_000 });
  desk.wire.mend();
  await log(page).getByText('切断中 3').waitFor({ timeout: 40_000 });
  await page.getByText('再接続しています').waitFor({ state: 'detached' });
  await expect
    .poll(async () => (await said(page)).slice(before.length), { timeout: 40_000 })
    .toEqual(['切断中 1', '切断中 2', '切断中 3', '予約したいです']);
  await expect
    .poll(() => log(page).locator('article:is(.queued, .sent)').count(), { timeout: 10_000 })
    .toBe(0);

  // The end is asked for, and chosen.
  await post('request-end', {});
  await log(page).getByRole('button', { name: '続ける' }).waitFor();
  await log(page).getByRole('button', { name: '終了する' }).click();
  await log(page).getByText('チャットは終了しました。続けて書くと再開します。').waitFor();
  await log(page).locator('.chosen', { hasText: '終了する' }).waitFor();

  // What the desk holds is what was said, each once.
  const thread = await desk.api<{ items: unknown[] }>('GET', `/conversations/${id}/rows`);
  const held = JSON.stringify(thread);
  for (const text of ['営業時間は？', 'あいうえお', '予約したいです'])
    expect(held.split(`"${text}"`).length).toBe(2);
  await context.close();
});

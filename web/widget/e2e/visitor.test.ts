/** What a visitor can do besides writing: files, ratings, leaving, enquiries; and whom they see typing. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSED, customer, type Desk, KEY, open } from './desk';

let desk: Desk;
let closed: Desk;
beforeAll(async () => {
  desk = await open((settings) => settings.replace('widget_key =', 'show_typing = true\nwidget_key ='));
  closed = await open((settings) =>
    settings
      .replace('widget_key =', 'bot = false\nwidget_key =')
      .replace(/\[inboxes\.hours\](?=\ntime_zone = "Asia\/Tokyo"\n\n# One phone)/, CLOSED),
  );
});
afterAll(async () => {
  await desk.close();
  await closed.close();
});

const log = (page: Page) => page.getByRole('log');
let intents = 0;
const client_id = () => `visitor-${String(++intents).padStart(6, '0')}`;

interface Listed {
  items: { id: string; contact: { name: string; fields: Record<string, string> }; unconfirmed: number }[];
}

/** A customer who chats with an operator; `post` is what the operator does. */
async function chatting() {
  const { context, page } = await customer(desk, '/plain.html?from=mail');
  await page.locator('support-chat .launcher').click();
  await page.getByRole('button', { name: '同意して開始' }).click();
  await page.getByRole('textbox', { name: 'メッセージを入力' }).fill('担当者と話したい');
  await page.keyboard.press('Enter');
  await log(page).locator('article.bot').first().waitFor();
  await desk.api('PUT', '/me/presence', { presence: 'online' });
  const waiting = () => desk.api<Listed>('GET', '/conversations?view=waiting');
  await expect.poll(async () => (await waiting()).items.length).toBe(1);
  const id = (await waiting()).items[0]?.id ?? '';
  const post = (what: string, body: object = {}) =>
    desk.api('POST', `/conversations/${id}/${what}`, { client_id: client_id(), ...body });
  await post('join');
  await page.locator('.title', { hasText: '山田' }).waitFor();
  const rows = async () => JSON.stringify(await desk.api('GET', `/conversations/${id}/rows`));
  return { context, page, id, post, rows };
}
const kept = (page: Page) => page.evaluate(() => localStorage.length + sessionStorage.length);
const loaded = (page: Page, who: string) =>
  log(page)
    .locator(`article.${who} img`)
    .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth));

/** CMP-02, CHN-11: pictures of both sides show in place, also after a reload; other files are kept under their names. */
test('files of both sides can be seen', async () => {
  const { context, page, post } = await chatting();
  const png = await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 48 } });
  const photo = await desk.upload('店内.png', png);
  const menu = await desk.upload('メニュー 冬+春.pdf', Buffer.from('%PDF-1.7 menu'));
  await post('reply', { contents: [{ type: 'upload', upload: photo.id }] });
  await post('reply', { contents: [{ type: 'upload', upload: menu.id, caption: 'どうぞ' }] });
  await expect.poll(() => loaded(page, 'agent')).toEqual([64]);
  const saved = page.waitForEvent('download');
  await log(page).getByRole('link', { name: 'メニュー 冬+春.pdf' }).click();
  expect((await saved).suggestedFilename()).toBe('メニュー 冬+春.pdf');
  await page
    .locator('support-chat input[type=file]')
    .setInputFiles({ name: '豆.png', mimeType: 'image/png', buffer: png });
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await log(page)
    .locator('article.mine', { has: page.locator('img') })
    .locator('time')
    .waitFor();
  await page.reload();
  await expect.poll(() => loaded(page, 'agent')).toEqual([64]);
  await expect.poll(() => loaded(page, 'mine')).toEqual([64]);
  await context.close();
});

/** CSA-01, STA-07, SYS-04: a rating says why; whoever ends it themselves leaves nothing behind, and may begin anew. */
test('a visitor rates, says why, and leaves', async () => {
  const { context, page, rows } = await chatting();
  const menu = async (entry: string) => {
    await page.getByRole('button', { name: 'メニュー' }).click();
    await page.getByRole('button', { name: entry }).click();
  };
  await menu('評価する');
  await page.getByRole('button', { name: '4 満足' }).click();
  await page.getByLabel('よろしければ、理由をお聞かせください(任意)').fill('すぐ返事がもらえた');
  await page.locator('support-chat .sheet').getByRole('button', { name: '送信' }).click();
  await log(page).locator('article.mine', { hasText: 'すぐ返事がもらえた' }).locator('time').waitFor();
  await expect.poll(rows).toContain('お客様の評価：4 / 5「すぐ返事がもらえた」');

  expect(await kept(page)).toBe(2);
  await menu('チャットを終了する');
  await page.getByRole('button', { name: '続ける' }).click();
  await menu('チャットを終了する');
  await page.getByRole('button', { name: '終了する', exact: true }).click();
  await log(page).getByText('チャットは終了しました').waitFor();
  await expect.poll(() => kept(page)).toBe(0);
  expect(await rows()).toContain('チャットが終了しました（お客様）');
  // As long as the page lives the rating is still to be had.
  await log(page).getByRole('button', { name: '5 大満足' }).click();
  await page.locator('support-chat .sheet').getByRole('button', { name: '閉じる' }).click();
  await expect.poll(rows).toContain('お客様の評価：5 / 5');
  expect(await kept(page)).toBe(0);
  await log(page).getByRole('button', { name: '新しいチャットを始める' }).click();
  await page.getByRole('button', { name: '同意して開始' }).click();
  await expect.poll(() => kept(page)).toBe(2);
  expect(await log(page).locator('article.mine').count()).toBe(0);
  await context.close();
});

/** CHN-15: where the inbox shows it, the visitor sees that somebody types, until they have said something. */
test('an operator who types is seen', async () => {
  const { context, page, id, post } = await chatting();
  const typing = page.getByText('山田 が入力中…');
  await expect
    .poll(
      async () =>
        (
          await desk.api<{ shown: boolean }>('POST', `/conversations/${id}/typing`, {
            client_id: client_id(),
          })
        ).shown,
    )
    .toBe(true);
  await typing.waitFor();
  await post('reply', { text: 'お待たせしました' });
  await typing.waitFor({ state: 'detached' });
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(`${payload}`)));
  await page.reload();
  await expect.poll(() => frames.some((frame) => frame.includes('hello'))).toBe(true);
  await expect
    .poll(async () => {
      await page.getByRole('textbox', { name: 'メッセージを入力' }).pressSequentially('はい');
      return [...new Set(frames.filter((frame) => frame.includes('typing')))];
    })
    .toEqual(['{"op":"typing","state":"on"}']);
  await context.close();
});

/** CHN-06, CHN-08, CHN-09: nobody is there: the hours, the next opening in the visitor's own time, and a form. */
test('an enquiry waits for people with where they can answer', async () => {
  const { context, page } = await customer(closed, '/plain.html?from=mail', { timezoneId: 'Asia/Seoul' });
  await page.locator('support-chat .launcher').click();
  await page.getByText('次の営業開始').waitFor();
  await page.getByText('月 – 日').waitFor();
  await page.getByText('09:00 – 18:00').waitFor();
  expect(await page.getByText('(Asia/Tokyo)').count()).toBe(1);
  expect(await page.getByRole('textbox', { name: 'メッセージを入力' }).count()).toBe(0);
  expect(await kept(page)).toBe(0);
  await page.getByLabel('お名前(任意)').fill('佐藤');
  await page.getByLabel('メールアドレス').fill('sato@example.com');
  await page.getByLabel('お問い合わせ内容').fill('返品できますか');
  await page.getByRole('button', { name: '同意して送信' }).click();
  await page.getByText('お問い合わせを受け付けました').waitFor();
  await log(page).locator('article.bot', { hasText: '営業時間外' }).waitFor();
  const { items } = await closed.api<Listed>('GET', '/conversations?view=waiting');
  expect(items).toHaveLength(1);
  expect(items[0]?.unconfirmed).toBe(1);
  const found = await closed.api<Listed['items'][0]>('GET', `/conversations/${items[0]?.id}`);
  expect(found.contact.name).toBe('佐藤');
  expect(found.contact.fields).toMatchObject({
    email: 'sato@example.com',
    page: `${closed.site}/plain.html?from=mail`,
    page_title: 'みずの珈琲',
  });
  await page.reload();
  await log(page).getByText('返品できますか').waitFor();
  expect(await page.evaluate((key) => localStorage.getItem(key) !== null, `support-chat:${KEY}`)).toBe(true);
  await context.close();
});

/** CHN-05: the page for web views keeps to the policy of the desk's pages, trusted types included. */
test.each(['/demo', `/embed?key=${KEY}`])('%s: nothing is refused by its own policy', async (path) => {
  const { context, page } = await customer(desk, 'about:blank');
  const refused: string[] = [];
  page.on(
    'console',
    (message) => /Content Security Policy|Trusted/i.test(message.text()) && refused.push(message.text()),
  );
  const response = await page.goto(desk.url + path);
  const policy = response?.headers()['content-security-policy'] ?? '';
  for (const part of [
    "default-src 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toContain('unsafe');
  const launcher = page.locator('support-chat .launcher');
  if (path === '/demo') await launcher.click();
  await page.getByRole('button', { name: '同意して開始' }).click();
  await page.getByRole('textbox', { name: 'メッセージを入力' }).fill('営業時間は？');
  await page.keyboard.press('Enter');
  await log(page).locator('article.bot .text', { hasText: '平日' }).waitFor();
  expect(refused).toEqual([]);
  await context.close();
});

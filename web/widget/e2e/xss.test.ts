/** T-12, SEC-16, SEC-17: two hundred hostile texts in every text that either side can put into the messenger. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CORPUS } from './corpus';
import { customer, type Desk, KEY, open } from './desk';

/** What the operator is called. */
const NAME = '<img src=x onerror=alert(1)>';

let desk: Desk;
beforeAll(async () => {
  desk = await open((settings) => settings.replace('widget_key =', 'ask_rating = true\nwidget_key ='), NAME);
});
afterAll(() => desk.close());

/** Counts what must not happen. */
async function watched(page: Page) {
  const bad: string[] = [];
  page.on('dialog', (dialog) => {
    bad.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(desk.url) && !url.startsWith(desk.site))
      bad.push(`request ${url}`);
  });
  page.on('pageerror', (error) => bad.push(`error ${error.message}`));
  page.on('popup', (popup) => bad.push(`popup ${popup.url()}`));
  await page.exposeFunction('refused', (what: string) => bad.push(`policy ${what}`));
  await page.addInitScript(() => {
    const { refused } = window as unknown as { refused(what: string): void };
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      refused(`${violatedDirective} ${blockedURI}`),
    );
  });
  return bad;
}

const groups = (size: number, texts: readonly string[] = CORPUS) =>
  Array.from({ length: Math.ceil(texts.length / size) }, (_, at) => texts.slice(at * size, (at + 1) * size));
let intents = 0;
const client_id = () => `xss-${String(++intents).padStart(6, '0')}`;
/** What the log shows, to the letter. */
const shown = (page: Page, of: string) =>
  page
    .getByRole('log')
    .locator(of)
    .evaluateAll((found) => found.map((element) => element.textContent));
/** The browser ends the lines of a field in one way. */
const lines = (texts: readonly string[]) => texts.join('\n');

test('the corpus has two hundred texts', () => {
  expect(new Set(CORPUS).size).toBe(200);
});

/** On a page without a policy whatever would run does; under the demo's and a strict one a report would tell. */
test.each(['/plain.html', '/strict.html', 'demo'])(
  '%s: what people write is text',
  async (path) => {
    const { context, page } = await customer(desk, 'about:blank');
    const bad = await watched(page);
    await page.goto(path === 'demo' ? `${desk.url}/demo?lang=ja` : desk.site + path);
    await page.locator('support-chat .launcher').click();
    await page.getByRole('button', { name: '同意して開始' }).click();
    const log = page.getByRole('log');
    const field = page.getByRole('textbox', { name: 'メッセージを入力' });

    // The visitor's messages.
    const mine = groups(25).map(lines);
    const taken = page.waitForResponse(/\/web\/v1\/messages$/);
    for (const text of mine) {
      await field.fill(text);
      await page.keyboard.press('Enter');
      await expect.poll(() => shown(page, 'article.mine:not(.queued) .text')).toContain(text);
    }
    expect(await shown(page, 'article.mine .text')).toEqual(mine);

    const id: string = (await (await taken).json()).conversationId;

    // The operator's: texts, and buttons as long as buttons are.
    const post = (what: string, body: object) =>
      desk.api('POST', `/conversations/${id}/${what}`, { client_id: client_id(), ...body });
    await desk.api('PUT', '/me/presence', { presence: 'online' });
    await post('join', {});
    await expect.poll(() => page.locator('support-chat .title .there').textContent()).toBe(NAME);
    await expect.poll(() => shown(page, '.line')).toContain(`${NAME} が参加しました`);
    for (const texts of groups(10))
      await post('reply', { contents: texts.map((text) => ({ type: 'text', text })) });
    await expect.poll(async () => (await shown(page, 'article.agent .text')).length).toBe(200);
    expect(await shown(page, 'article.agent .text')).toEqual([...CORPUS]);
    const labels = [...new Set(CORPUS.map((text) => text.slice(0, 20).trim()))];
    const buttons = labels.slice(0, 13).map((label, at) => ({ id: `b${at}`, label }));
    await post('reply', { contents: [{ type: 'choice', text: CORPUS[0], buttons }] });
    await expect.poll(() => shown(page, '.choices button')).toEqual(buttons.map(({ label }) => label));
    await log.getByRole('button', { name: labels[0], exact: true }).click();
    await expect.poll(() => shown(page, 'article.mine .text')).toContain(labels[0]);

    // Names of files, of both sides.
    const png = await page.screenshot({ clip: { x: 0, y: 0, width: 40, height: 30 } });
    const names = ['"><img src=x onerror=alert(1)>.png', "' onload='alert(1)'.png"];
    for (const name of names) {
      await page
        .locator('support-chat input[type=file]')
        .setInputFiles({ name, mimeType: 'image/png', buffer: png });
      await page.getByRole('button', { name: '送信', exact: true }).click();
      await expect
        .poll(() =>
          log.locator('article.mine img').evaluateAll((all) => all.map((img) => img.getAttribute('alt'))),
        )
        .toContain(name);
      const { id: upload } = await desk.upload(name, png);
      await post('reply', { contents: [{ type: 'upload', upload, caption: CORPUS[0] }] });
    }
    await expect.poll(() => log.locator('article.agent img').count()).toBe(names.length);

    // Why somebody rates as they do.
    await post('request-end', {});
    await log.getByRole('button', { name: '終了する' }).click();
    const whys = groups(8)
      .map((texts) => lines(texts).slice(0, 500))
      .slice(0, 6);
    for (const why of whys) {
      await page.getByRole('button', { name: 'メニュー' }).click();
      await page.getByRole('button', { name: '評価する' }).click();
      await page.locator('support-chat .sheet .rating button').nth(2).click();
      await page.getByLabel('よろしければ、理由をお聞かせください(任意)').fill(why);
      await page.locator('support-chat .sheet').getByRole('button', { name: '送信' }).click();
      await expect.poll(() => shown(page, 'article.mine .text')).toContain(why.trim());
    }

    // Nothing of it is made again as anything else when the page is loaded anew.
    await field.fill(CORPUS[0] ?? '');
    await page.keyboard.press('Enter');
    await page.reload();
    await expect.poll(() => shown(page, 'article.mine .text'), { timeout: 20_000 }).toContain(CORPUS[0]);
    expect(bad).toEqual([]);
    const made = await log.evaluate(
      (element) => element.querySelectorAll('script, iframe, style, object, [onerror], [onload]').length,
    );
    expect(made).toBe(0);
    await context.close();
  },
  120_000,
);

/** The form, and what the page itself says of its visitor. */
test('a form and what a page tells are text too', async () => {
  await desk.api('PUT', '/me/presence', { presence: 'offline' });
  const { context, page } = await customer(desk, 'about:blank');
  const bad = await watched(page);
  await page.goto(`${desk.site}/plain.html`);
  await page.evaluate((text) => {
    document.title = text;
  }, CORPUS[0] ?? '');
  await page.locator('support-chat .launcher').click();
  await page.getByRole('button', { name: 'お問い合わせを残す' }).click();
  const name = CORPUS.filter((text) => !/[\n\t]/.test(text))
    .join(' ')
    .slice(0, 200);
  const text = lines(CORPUS).slice(0, 4000).trim();
  await page.getByLabel('お名前(任意)').fill(name);
  await page.getByLabel('メールアドレス').fill('"<script>"@example.com'.replace(/["<>]/g, 'x'));
  await page.getByLabel('お問い合わせ内容').fill(text);
  await page.getByRole('button', { name: '同意して送信' }).click();
  await page.getByText('お問い合わせを受け付けました').waitFor();
  await expect
    .poll(() => shown(page, 'article.mine .text'))
    .toEqual([`${name}\nxxscriptxx@example.com\n${text}`]);
  expect(bad).toEqual([]);
  expect(await page.evaluate((key) => localStorage.getItem(key) !== null, `support-chat:${KEY}`)).toBe(true);
  await context.close();
});

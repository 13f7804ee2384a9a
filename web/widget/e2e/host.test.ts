/** Pages that would break a lesser widget. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customer, type Desk, KEY, open } from './desk';

let desk: Desk;
beforeAll(async () => {
  desk = await open();
});
afterAll(() => desk.close());

const launcher = (page: Page) => page.locator('support-chat .launcher');

async function chat(page: Page) {
  await launcher(page).click();
  await page.getByRole('button', { name: '同意して開始' }).click();
  await page.getByRole('textbox').fill('営業時間は？');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('営業時間は平日').waitFor();
}

/** Section 14: resets, hidden elements, stacking, polluted prototypes and frozen globals change nothing. */
test('a hostile page neither hides, restyles nor breaks the messenger', async () => {
  const { context, page } = await customer(desk, '/hostile.html');
  await chat(page);
  // Not forced: the wall of the page does not lie over it.
  await page.getByRole('button', { name: 'メニュー' }).click();
  await page.getByRole('button', { name: '評価する' }).click();
  await page.getByRole('button', { name: 'やめる' }).click();
  const looks = await page.evaluate(() => {
    const root = document.querySelector('support-chat')?.shadowRoot;
    const text = root?.querySelector('.text');
    const { fontSize, direction, letterSpacing, textTransform } = getComputedStyle(text as Element);
    const { shortcuts, pageErrors } = window as unknown as { shortcuts: number; pageErrors: string[] };
    return { fontSize, direction, letterSpacing, textTransform, shortcuts, pageErrors };
  });
  expect(looks).toEqual({
    fontSize: '15px',
    direction: 'ltr',
    letterSpacing: 'normal',
    textTransform: 'none',
    shortcuts: 0,
    pageErrors: [],
  });
  // Black on the page's yellow: white could not be read.
  const color = await launcher(page).evaluate((element) => getComputedStyle(element).color);
  expect(color).toBe('rgb(0, 0, 0)');
  await page.screenshot({ path: `${import.meta.dirname}/../../../target/screens/widget/hostile.png` });
  await context.close();
});

/** Section 14: no style from the page's policy, no cookies, trusted types enforced. */
test.each(['/strict.html', '/nonce.html'])('%s: the strictest policy lets it work', async (path) => {
  const { context, page } = await customer(desk, 'about:blank');
  const refused: string[] = [];
  page.on(
    'console',
    (message) =>
      /Content Security Policy|TrustedScript/i.test(message.text()) && refused.push(message.text()),
  );
  await page.goto(desk.site + path);
  await chat(page);
  const width = await page.getByRole('dialog').evaluate((element) => element.getBoundingClientRect().width);
  expect(width).toBe(384);
  expect(refused).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

/** CHN-06: where the browser keeps nothing the chat works for the page's life, and says so. */
test('refused storage does not keep anybody from chatting', async () => {
  const { context, page } = await customer(desk, 'about:blank');
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
  });
  await page.goto(`${desk.site}/plain.html`);
  await chat(page);
  await page.getByText('ページを閉じると会話を再開できません').waitFor();
  await context.close();
});

/** F-32: where sockets are blocked everything comes by polling. */
test('without sockets nothing is missed', async () => {
  const { context, page } = await customer(desk, 'about:blank');
  await page.addInitScript(() => {
    Object.defineProperty(window, 'WebSocket', {
      value: function WebSocket() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(`${desk.site}/plain.html`);
  await chat(page);
  await context.close();
});

/** CHN-06: after another page of the site the conversation goes on; while it is closed, what is new is counted. */
test('another page of the site goes on, and counts what is unread', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await chat(page);
  await page.getByRole('textbox').fill('担当者と話したい');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('担当者が席を外して').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => launcher(page).evaluate((element) => element.matches(':focus'))).toBe(true);
  await page.goto(`${desk.site}/other.html`);
  const { items } = await desk.api<{ items: { id: string }[] }>('GET', '/conversations?view=waiting');
  const post = (what: string, body: object) =>
    desk.api('POST', `/conversations/${items[0]?.id}/${what}`, body);
  await post('join', { client_id: 'unread-join-1' });
  await post('reply', { client_id: 'unread-say-01', text: 'お待たせしました' });
  await page.locator('support-chat .launcher[data-count="1"]').waitFor({ timeout: 20_000 });
  expect(await launcher(page).getAttribute('aria-label')).toContain('未読 1 件');
  await launcher(page).click();
  await page.getByRole('log').getByText('お待たせしました').waitFor();
  await page.getByRole('log').getByText('営業時間は？').waitFor();
  await expect.poll(() => launcher(page).getAttribute('data-count')).toBe('0');
  await context.close();
});

/** CHN-03, section 14: no key, no launcher; a foreign page gets none either, and the developer a line. */
test('a page that may not show it is told in one line', async () => {
  const { context, page } = await customer(desk, 'about:blank');
  const told: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && told.push(message.text()));
  const elsewhere = desk.site.replace('127.0.0.1', 'localhost');
  await page.goto(`${elsewhere}/plain.html`);
  await launcher(page).click();
  await launcher(page).waitFor({ state: 'hidden' });
  expect(told.filter((line) => line.startsWith('chat:'))).toEqual([
    `chat: ${elsewhere} is not among the allowed origins of ${KEY}`,
  ]);
  await context.close();
});

/** CMP-01: what an input method confirms with Enter is not sent. */
test('enter belongs to the input method while it is at work', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await launcher(page).click();
  await page.getByRole('button', { name: '同意して開始' }).click();
  const field = page.getByRole('textbox');
  await field.waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Input.imeSetComposition', { text: 'えいぎょう', selectionStart: 5, selectionEnd: 5 });
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  await cdp.send('Input.insertText', { text: '営業' });
  expect(await page.getByRole('log').locator('article.mine').count()).toBe(0);
  expect(await field.inputValue()).toBe('営業');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('時間');
  await page.keyboard.press('Enter');
  await page.getByRole('log').locator('article.mine').getByText('営業\n時間').waitFor();
  await context.close();
});

/** Section 14: a token that is no longer good leaves nothing behind; what was being written stays. */
test('a session that was ended elsewhere begins anew', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await chat(page);
  await page.getByRole('textbox').fill('書きかけ');
  const token = await page.evaluate(
    (key) => JSON.parse(localStorage.getItem(key) ?? '').token,
    `support-chat:${KEY}`,
  );
  const ended = await fetch(`${desk.url}/web/v1/sessions/current`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}`, origin: desk.site },
  });
  expect(ended.status).toBe(204);
  await page.reload();
  await page.getByRole('button', { name: '同意して開始' }).waitFor();
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  expect(await page.getByRole('textbox').inputValue()).toBe('書きかけ');
  expect(await page.getByRole('log').locator('article.mine').count()).toBe(0);
  await context.close();
});

/** THR-08, INV-22: a message that was refused says so and keeps its id; one whose answer is lost is there once. */
test('what is not sent says so, and is sent again as the same message', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await chat(page);
  const ids: string[] = [];
  let turn = 0;
  await page.route('**/web/v1/messages', async (route) => {
    ids.push(route.request().postDataJSON().clientMessageId);
    turn += 1;
    if (turn === 1)
      return route.fulfill({
        status: 422,
        headers: { 'access-control-allow-origin': desk.site },
        json: { error: { code: 'invalid_field', message: 'no', retryable: false } },
      });
    if (turn === 2) {
      // The desk takes it, and the answer is lost on the way.
      await route.fetch();
      return route.abort();
    }
    return route.continue();
  });
  await page.getByRole('textbox').fill('駐車場はありますか');
  await page.keyboard.press('Enter');
  await page.getByText('送信できませんでした').waitFor();
  await page.getByRole('button', { name: '再送' }).click();
  await page.getByRole('log').getByText('店舗裏に無料の駐車場').waitFor();
  await expect.poll(() => ids.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  expect(new Set(ids).size).toBe(1);
  await expect.poll(() => page.getByRole('log').getByText('駐車場はありますか').count()).toBe(1);
  await expect
    .poll(() => page.getByRole('log').locator('.queued, .sent, .failed').count(), { timeout: 10_000 })
    .toBe(0);
  await context.close();
});

/** CMP-02: an upload shows how far it is and can be cancelled; what cannot be sent is refused in words. */
test('files show their progress and can be taken back', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await chat(page);
  const pick = (name: string, mimeType: string, buffer: Buffer) =>
    page.locator('support-chat input[type=file]').setInputFiles({ name, mimeType, buffer });
  await pick('IMG_1.HEIC', 'image/heic', Buffer.from('x'));
  await page.getByText('HEIC 形式は送れません').waitFor();
  await pick('run.exe', 'application/x-msdownload', Buffer.from('x'));
  await page.getByText('この種類のファイルは送れません').waitFor();
  await pick('big.png', 'image/png', Buffer.alloc(11 * 1024 * 1024));
  await page.getByText('ファイルが大きすぎます(最大 10 MB)').waitFor();
  expect(await page.locator('support-chat .picked').count()).toBe(0);

  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/web/v1/uploads/*', async (route) => {
    if (route.request().method() === 'PUT') await held;
    await route.continue().catch(() => {});
  });
  const pdf = Buffer.from('%PDF-1.7 nothing to see');
  await pick('領収書.pdf', 'application/pdf', pdf);
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByRole('progressbar', { name: '領収書.pdf' }).waitFor();
  await page.getByRole('button', { name: '取り消す' }).click();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  release();
  await pick('領収書.pdf', 'application/pdf', pdf);
  await page.getByRole('textbox').fill('こちらです');
  await page.keyboard.press('Enter');
  await page.getByRole('log').locator('article.mine', { hasText: '領収書.pdf' }).locator('time').waitFor();
  expect(await page.getByRole('log').getByText('領収書.pdf').count()).toBe(1);
  await context.close();
});

/** CHN-05: inside an app the messenger is the whole page, open, at any size. */
test('a web view of an app shows the messenger alone', async () => {
  const { context, page } = await customer(desk, `${desk.url}/embed?key=${KEY}&lang=en`, {
    viewport: { width: 820, height: 1000 },
  });
  await page.getByRole('button', { name: 'Agree and start' }).click();
  const { x, y, width, height } = (await page.getByRole('dialog').boundingBox()) ?? {};
  expect([x, y, width, height]).toEqual([0, 0, 820, 1000]);
  expect(await page.getByRole('button', { name: 'Close' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('textbox').fill('What are your opening hours?');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('We are open').waitFor();
  await context.close();
});

/** SEC-16: what people write is text. */
test('markup in a message is shown as it was written', async () => {
  const { context, page } = await customer(desk, '/plain.html');
  await chat(page);
  const text =
    '<img src=x onerror=alert(1)> javascript:alert(1) http://example.com https://example.com/a_(b).';
  await page.getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
  const mine = page.getByRole('log').locator('article.mine').last();
  await mine.getByText('onerror').waitFor();
  expect(await mine.locator('.text').textContent()).toBe(text);
  expect(
    await mine.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
  ).toEqual(['https://example.com/a_(b)']);
  await context.close();
});

/** CHN-10: a signed-in customer finds their conversation on another device; signing out leaves nothing. */
test('a signed identity opens the same conversation elsewhere', async () => {
  const { createHmac } = await import('node:crypto');
  const issuedAt = Math.floor(Date.now() / 1000);
  const signed = (externalId: string) => ({
    externalId,
    issuedAt,
    mac: createHmac('sha256', 'web-identity-secret-for-tests-fedcba98')
      .update(`${KEY}\n${externalId}\n${issuedAt}`)
      .digest('hex'),
  });
  type Chat = HTMLElement & { identify(who: unknown): Promise<void>; open(): Promise<void> };
  const identify = (page: Page, who: unknown) =>
    page.evaluate((who) => document.querySelector<Chat>('support-chat')?.identify(who), who);
  const first = await customer(desk, '/plain.html');
  await launcher(first.page).waitFor();
  await identify(first.page, signed('cust_7'));
  await chat(first.page);
  const second = await customer(desk, '/plain.html');
  await launcher(second.page).waitFor();
  await identify(second.page, signed('cust_7'));
  await launcher(second.page).click();
  await second.page.getByRole('button', { name: '同意して開始' }).click();
  await second.page.getByRole('log').getByText('営業時間は平日').waitFor();
  await identify(second.page, null);
  await second.page.getByRole('button', { name: '同意して開始' }).waitFor();
  expect(await second.page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  const third = await customer(desk, '/plain.html');
  await launcher(third.page).waitFor();
  await identify(third.page, { ...signed('cust_7'), mac: '0'.repeat(64) });
  await launcher(third.page).click();
  await third.page.getByRole('button', { name: '同意して開始' }).click();
  await third.page.getByText('ログインを確認できませんでした').waitFor();
  for (const { context } of [first, second, third]) await context.close();
});

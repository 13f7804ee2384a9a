/** Every state in both languages, both themes, on desktop and phone: pictured, and looked at by axe. */

import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSED, customer, type Desk, open, ROOT } from './desk';

const SCREENS = join(ROOT, 'target/screens/widget');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
let closed: Desk;
beforeAll(async () => {
  mkdirSync(SCREENS, { recursive: true });
  desk = await open((settings) =>
    settings.replace('widget_key =', 'ask_rating = true\nshow_typing = true\nwidget_key ='),
  );
  closed = await open((settings) =>
    settings.replace(/\[inboxes\.hours\](?=\ntime_zone = "Asia\/Tokyo"\n\n# One phone)/, CLOSED),
  );
});
afterAll(async () => {
  await desk.close();
  await closed.close();
});

const said = {
  ja: {
    hours: '営業時間は？',
    odd: 'ランチの限定メニューはまだありますか',
    photo: 'この豆です',
    person: '担当者と話す',
    agree: '同意して開始',
    end: '終了する',
    send: '送信',
    ask: 'お問い合わせを残す',
    name: '佐藤 めい',
    asks: '先日購入したミルの返品についてうかがいたいです。',
    why: 'すぐにお返事をいただけて助かりました。',
    menu: 'メニュー',
    leave: 'チャットを終了する',
  },
  en: {
    hours: 'What are your opening hours?',
    odd: 'Do you still have the lunch special',
    photo: 'These beans',
    person: 'Talk to a person',
    agree: 'Agree and start',
    end: 'End the chat',
    send: 'Send',
    ask: 'Leave us a message',
    name: 'Mei Sato',
    asks: 'I would like to return the grinder that I bought last week.',
    why: 'Quick and kind, thank you.',
    menu: 'Menu',
    leave: 'End this chat',
  },
};
const answer = {
  ja: 'お待たせしました。山田です。\nはい、本日は残り3食です。くわしくは https://example.com/menu をご覧ください。',
  en: 'Hello, Yamada here.\nYes, three are left today. See https://example.com/menu',
};
const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Pictures the page in both themes, and lets axe look at each. */
async function shoot(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(SCREENS, `${name}-${colorScheme}.png`) });
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(what: object, how: object): Promise<{ violations: Violation[] }> };
      };
      const how = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
      return (await axe.run({ include: ['support-chat'] }, how)).violations;
    });
    const told = found.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`,
    );
    expect.soft(told, `${name} ${colorScheme}`).toEqual([]);
  }
}

const PDF = Buffer.from('%PDF-1.7 nothing to see');

interface Listed {
  items: { id: string }[];
}

for (const lang of ['ja', 'en'] as const)
  for (const size of ['desktop', 'phone'] as const)
    describe(`${lang} ${size}`, () => {
      /** Section 12: axe finds nothing in any state; the pictures are for people. */
      test('every state is fit to be seen', async () => {
        const words = said[lang];
        const { context, page } = await customer(desk, 'about:blank', {
          ...sizes[size],
          locale: lang === 'ja' ? 'ja-JP' : 'en-GB',
          bypassCSP: true,
        });
        await page.addInitScript({ content: axe });
        await page.goto(`${desk.url}/demo?lang=${lang}`);
        await page.locator('support-chat .launcher').waitFor();
        await shoot(page, `${lang}-${size}-closed`);
        await page.locator('support-chat .launcher').click();
        const log = page.getByRole('log');
        await page.getByRole('button', { name: words.agree }).waitFor();
        await shoot(page, `${lang}-${size}-start`);
        await page.getByRole('button', { name: words.agree }).click();

        const write = async (text: string) => {
          await page.getByRole('textbox').fill(text);
          await page.getByRole('button', { name: words.send, exact: true }).click();
          await log.locator('article.mine', { hasText: text }).locator('time').first().waitFor();
        };
        await write(words.hours);
        await log.getByText('10:00').first().waitFor();
        await write(words.odd);
        await log.getByRole('button', { name: words.person }).waitFor();
        await shoot(page, `${lang}-${size}-bot`);
        await desk.api('PUT', '/me/presence', { presence: 'offline' });
        await log.getByRole('button', { name: words.person }).click();
        await log.locator('.chosen').waitFor();
        await log.locator('.card').waitFor();
        await shoot(page, `${lang}-${size}-absent`);
        await desk.api('PUT', '/me/presence', { presence: 'online' });
        const waiting = async () =>
          (await desk.api<Listed>('GET', '/conversations?view=waiting')).items[0]?.id;
        await expect.poll(waiting).toBeTruthy();
        const id = await waiting();
        const client_id = () => `s-${Math.random().toString(36).slice(2).padEnd(12, '0')}`;
        await desk.api('POST', `/conversations/${id}/join`, { client_id: client_id() });
        await desk.api('POST', `/conversations/${id}/reply`, { client_id: client_id(), text: answer[lang] });
        await log.getByText('https://example.com/menu').waitFor();

        await page.emulateMedia({ colorScheme: 'light' });
        const picture = await page.screenshot({
          clip: { x: 0, y: 60, width: 320, height: 240 },
          type: 'jpeg',
        });
        await page
          .locator('support-chat input[type=file]')
          .setInputFiles({ name: 'beans.jpg', mimeType: 'image/jpeg', buffer: picture });
        await page.getByRole('textbox').fill(words.photo);
        await shoot(page, `${lang}-${size}-picked`);
        await page.getByRole('button', { name: words.send, exact: true }).click();
        await log.locator('article.mine', { hasText: words.photo }).locator('time').waitFor();
        const { id: file } = await desk.upload(lang === 'ja' ? 'ランチメニュー.pdf' : 'Lunch menu.pdf', PDF);
        const { id: photo } = await desk.upload('beans.jpg', picture);
        const contents = [file, photo].map((upload) => ({ type: 'upload', upload }));
        await desk.api('POST', `/conversations/${id}/reply`, { client_id: client_id(), contents });
        await log.locator('article.agent img').waitFor();
        await desk.api('POST', `/conversations/${id}/typing`, { client_id: client_id() });
        await page.locator('support-chat .strip').waitFor();
        await shoot(page, `${lang}-${size}-person`);

        // One message is refused, the next waits for a line that is cut.
        const refusal = {
          status: 422,
          headers: { 'access-control-allow-origin': '*' },
          json: { error: { code: 'invalid_field' } },
        };
        await page.route('**/web/v1/messages', (route) => route.fulfill(refusal), { times: 1 });
        const field = page.getByRole('textbox');
        const send = page.getByRole('button', { name: words.send, exact: true });
        await field.fill(words.odd);
        await send.click();
        await log.locator('.failed').waitFor();
        desk.wire.cut();
        await field.fill(words.hours);
        await send.click();
        await page.locator('support-chat .strip').waitFor({ timeout: 20_000 });
        await shoot(page, `${lang}-${size}-down`);
        desk.wire.mend();
        await log.locator('.queued').waitFor({ state: 'detached', timeout: 40_000 });
        await log.locator('.failed button').last().click();

        await page.getByRole('button', { name: /メニュー|Menu/ }).click();
        await shoot(page, `${lang}-${size}-menu`);
        await page.getByRole('button', { name: words.leave }).click();
        await shoot(page, `${lang}-${size}-leave`);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: words.menu }).click();
        await page.getByRole('button', { name: /返信をメール|answers by e-mail/ }).click();
        await shoot(page, `${lang}-${size}-mail`);
        await page.keyboard.press('Escape');

        await desk.api('POST', `/conversations/${id}/request-end`, { client_id: client_id() });
        await log.getByRole('button', { name: words.end }).waitFor();
        await shoot(page, `${lang}-${size}-ending`);
        await log.getByRole('button', { name: words.end }).click();
        await log.locator('.rating').waitFor();
        await shoot(page, `${lang}-${size}-ended`);
        await log.locator('.rating button').nth(4).click();
        await log.locator('.chosen', { hasText: '5' }).waitFor();
        await page.locator('support-chat .sheet textarea').fill(words.why);
        await shoot(page, `${lang}-${size}-why`);
        await page.locator('support-chat .sheet').getByRole('button', { name: words.send }).click();
        await log.locator('article.mine', { hasText: words.why }).locator('time').waitFor();
        await shoot(page, `${lang}-${size}-rated`);
        await page
          .getByRole('button', { name: /^(閉じる|Close)/ })
          .first()
          .click();
        await context.close();
      });

      /** CHN-08: the same where nobody is there. */
      test('the form is fit to be seen', async () => {
        const words = said[lang];
        const { context, page } = await customer(closed, 'about:blank', {
          ...sizes[size],
          locale: lang === 'ja' ? 'ja-JP' : 'en-GB',
          timezoneId: 'Asia/Seoul',
          bypassCSP: true,
        });
        await page.addInitScript({ content: axe });
        await page.goto(`${closed.url}/demo?lang=${lang}`);
        await page.locator('support-chat .launcher').click();
        await page.getByRole('button', { name: words.ask }).waitFor();
        await shoot(page, `${lang}-${size}-closed-hours`);
        await page.getByRole('button', { name: words.ask }).click();
        const form = page.locator('support-chat form');
        await form.locator('[name=name]').fill(words.name);
        await form.locator('[name=email]').fill('mei@example.com');
        await form.locator('[name=text]').fill(words.asks);
        await shoot(page, `${lang}-${size}-enquiry`);
        await form.locator('.main').click();
        await page.locator('support-chat article.bot .when').waitFor();
        await shoot(page, `${lang}-${size}-asked`);
        await context.close();
      });
    });

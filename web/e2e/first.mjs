// The first minutes at a desk of one's own, where a customer comes at the press of a button. A desk of its own plays it.
import assert from 'node:assert/strict';
import { openDesk, until } from './desk.mjs';

const WIDTHS = [
  [1440, 900],
  [390, 844],
];

export async function first({ browser, open, look, judge }) {
  const desk = await openDesk();
  try {
    const context = await browser.newContext({
      baseURL: desk.address,
      viewport: { width: 1440, height: 900 },
      locale: 'ja-JP',
    });
    const page = await open(context, 'first');
    await page.goto(`/set-up#${desk.secret}`);
    await page.getByLabel('ログイン名').fill('yamada');
    await page.getByLabel('表示名').fill('山田 花子');
    await page.getByLabel('パスワード').fill('a long one, please');
    await page.getByRole('button', { name: '管理者を作成してはじめる' }).click();
    await page.getByRole('heading', { name: 'ようこそ' }).waitFor();
    const call = page.getByRole('button', { name: 'デモのお客様から話しかけてもらう' });

    // A desk that plays no providers answers the question with a page, and has no such customer.
    const { headers, body } = await page.request.get('/inbox').then(async (answer) => ({
      headers: answer.headers(),
      body: await answer.text(),
    }));
    const asked = page.waitForResponse('**/simulator/happened*');
    await page.route('**/simulator/**', (route) =>
      route.fulfill({ contentType: headers['content-type'], body }),
    );
    await page.reload();
    await asked;
    await page.getByText('チームへの招待').waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await call.count(), 0, 'nobody comes where no provider is played');
    await page.unroute('**/simulator/**');

    await page.reload();
    await page.getByRole('button', { name: /^自分の状態/ }).click();
    await page.getByRole('menuitemradio', { name: 'オンライン' }).click();
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await look(page, `first-01-steps-${width}`);
      await judge(page, `first-steps-${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await call.dblclick();
    const row = page.getByRole('option');
    await row.getByText('待機中').waitFor();
    assert.equal(await row.count(), 1, 'pressed twice, there is one');
    // What is left to do stays in sight until somebody real writes.
    await page.getByText('デモのお客様から会話が届きました').waitFor();
    await page.getByText('チームへの招待').waitFor();
    assert.equal(await call.count(), 0);
    for (const [width, height] of WIDTHS) {
      await page.setViewportSize({ width, height });
      await look(page, `first-02-called-${width}`);
      await judge(page, `first-called-${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await row.click();
    const log = page.getByRole('log');
    await log.getByText('営業時間は平日').waitFor();
    await log.getByText('担当者と話したいです').waitFor();
    const said = () => log.getByRole('article').filter({ hasText: '営業時間は?' }).count();
    await until('each word once', async () => (await said()) === 1);
    await page.getByRole('button', { name: '参加する' }).click();
    const field = page.getByLabel('返信の本文');
    await field.fill('ご連絡ありがとうございます。');
    await field.press('Shift+Enter');
    await log.getByRole('article').filter({ hasText: 'ご連絡ありがとうございます。' }).waitFor();
    await look(page, 'first-03-answered');
    await desk.writes('telegram', 'Elena García', 'Hello');
    await page.goto('/inbox');
    await page.getByText('会話を選んでください').waitFor();
    await context.close();
  } finally {
    await desk.close();
  }
}

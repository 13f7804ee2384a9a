// Keys that come faster than the page: each goes where the one before has led, also while a part is still being fetched.
import assert from 'node:assert/strict';
import { until } from './desk.mjs';

export async function keys({ browser, desk, open }, { storage, conversation }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
    storageState: storage,
  });
  const page = await open(context, 'keys');
  const devtools = await context.newCDPSession(page);
  /** What comes only when the test lets it. */
  const late = (name) => {
    let go;
    const wait = new Promise((done) => {
      go = done;
    });
    page.route(`**/assets/${name}-*.js`, async (route) => {
      await wait;
      await route.continue();
    });
    return go;
  };
  const parts = { rewrite: late('rewrite-panel'), templates: late('templates'), layers: late('layers') };
  await page.goto(conversation);
  const log = page.getByRole('log');
  const field = page.getByLabel('返信の本文');
  const note = page.getByLabel('社内会話の本文');
  const focused = (one) => one.evaluate((element) => element === document.activeElement);
  await field.waitFor();
  await log.getByRole('article').last().waitFor();
  /** Presses without a pause in between. */
  const press = (...all) => Promise.all(all.map((key) => page.keyboard.press(key)));

  // The parts have not come yet: what was pressed for them is not lost, and they open when they are there.
  await field.fill('確認してください');
  await press('Control+j');
  await page.waitForTimeout(200);
  parts.rewrite();
  await page.getByRole('region', { name: 'AI 書き換え' }).waitFor();
  await page.keyboard.press('Escape');
  await until('the field', () => focused(field));
  await field.fill('');
  await press('/');
  await page.waitForTimeout(200);
  parts.layers();
  parts.templates();
  await page.getByRole('combobox', { name: 'テンプレートを検索' }).waitFor();
  await page.keyboard.press('Escape');
  await until('the field', () => focused(field));
  await field.fill('');

  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const unconfirmed = page.getByRole('button', { name: '未確認(クリックで変更)' });
  const confirmed = page.getByRole('button', { name: '確認済み', exact: true });
  const before = await unconfirmed.isVisible();
  await log.focus();
  await press('n', 'm', 'e', 'n', 'u', 'Escape', 'u', 't', 'a', 'g', 'Escape');
  assert.equal(await note.inputValue(), 'menu', 'every letter behind N is in the note');
  await (before ? confirmed : unconfirmed).waitFor();
  assert.equal(await page.getByLabel('新しいタグ').inputValue(), 'ag', 'those behind T are in the tag');
  await page.getByLabel('新しいタグ').fill('');
  await note.fill('');
  await log.focus();
  await press('r', 's', 'Backspace', 'Escape', 'e');
  await page.getByRole('dialog').waitFor();
  assert.equal(await field.inputValue(), '', 'R leads into the reply');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // From a menu: what it leads to has the focus, and keeps it when the menu has gone.
  const message = log.getByRole('article').last();
  await message.getByRole('button', { name: 'メッセージの操作' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '社内会話で引用' }).focus();
  await press('Enter', 'x', 'y');
  await page.waitForTimeout(300);
  assert.match(await note.inputValue(), /^> [\s\S]*\nxy$/, 'what is typed stands behind the quote');
  assert.ok(await focused(note), 'the focus stays in the note');
  await note.fill('');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await context.close();
}

// The team in the settings: colleagues are changed, passwords made anew, and who is no admin reads whom to ask.
import assert from 'node:assert/strict';
import { withPrefs } from './screens.mjs';

export const PASSWORD = 'a long one, please';

/** Chooses from an entry's menu. */
export async function choose(page, name, item) {
  await page.getByRole('button', { name: `「${name}」の操作` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

export async function addOperator(page) {
  const answer = await page.request.post('/v1/operators', {
    headers: { 'x-madoguchi': '1' },
    data: { login: 'kawane', name: '川根 太郎', role: 'operator', password: PASSWORD },
  });
  assert.equal(answer.ok(), true, await answer.text());
}

/** Colleagues are changed, the last admin stays one, and a password is made for somebody who has forgotten theirs. */
export async function team({ page, desk, look, judge }) {
  await page.goto('/settings/team');
  await choose(page, '川根 太郎', '編集');
  const dialog = page.getByRole('dialog', { name: '川根 太郎さんの編集' });
  await dialog.getByLabel('表示名').fill('川根 次郎');
  await dialog.getByLabel('同時に担当する会話の数').fill('3');
  await dialog.getByLabel('選んだ受信口だけ').check();
  await dialog.getByText('受信口を1つ以上選んでください').waitFor();
  await dialog.getByLabel('Telegram 本店').check();
  await dialog.getByLabel('無効にする').check();
  await dialog.getByText('川根 太郎さんは、すべての端末からログアウトされます').waitFor();
  await look(page, 'settings-story-20-colleague');
  await judge(page, 'settings-colleague');
  await dialog.getByLabel('無効にする').uncheck();
  await dialog.getByRole('button', { name: '変更を保存' }).click();
  await page.getByText('川根 次郎さんの設定を変更しました').waitFor();
  const row = page.getByRole('row', { name: /川根 次郎/ });
  await row.getByText('0/3').waitFor();
  await row.getByText('Telegram 本店').waitFor();
  // The last admin stays one.
  await choose(page, '山田 花子', '編集');
  const own = page.getByRole('dialog', { name: '山田 花子さんの編集' });
  await own.getByLabel('権限').selectOption('operator');
  await own.getByText('あなた自身がすべての端末からログアウトされます').waitFor();
  await own.getByRole('button', { name: '変更を保存' }).click();
  await own.getByText('先にほかの人を管理者にしてください').waitFor();
  await look(page, 'settings-story-21-last-admin');
  await judge(page, 'settings-last-admin');
  await own.getByRole('button', { name: 'キャンセル' }).click();
  // A password of the admin's opens nothing but the making of another one.
  await choose(page, '川根 次郎', 'パスワードを再発行');
  const reset = page.getByRole('dialog', { name: '川根 次郎さんのパスワードを再発行' });
  await reset.getByRole('button', { name: '再発行する' }).click();
  const given = await reset.getByRole('note').textContent();
  await look(page, 'settings-story-22-reset');
  await judge(page, 'settings-reset');
  await reset.getByRole('button', { name: '閉じる' }).last().click();
  await forgotten({ page, desk, look, judge }, given);
}

/** Whoever was given a password makes one of their own, and is let in. */
async function forgotten({ page, desk, look, judge }, given) {
  const context = await page
    .context()
    .browser()
    .newContext({
      baseURL: desk.address,
      storageState: withPrefs({ cookies: [], origins: [] }, desk.address, { language: 'ja', theme: 'light' }),
    });
  const theirs = await context.newPage();
  theirs.setDefaultTimeout(10_000);
  await theirs.goto('/sign-in');
  await theirs.getByLabel('ログイン名').fill('kawane');
  await theirs.getByLabel('パスワード').fill(given);
  await theirs.getByRole('button', { name: 'ログイン' }).click();
  await theirs.getByRole('heading', { level: 1, name: 'パスワードを決めてください' }).waitFor();
  await theirs.getByLabel('受け取ったパスワード').fill(given);
  await theirs.getByLabel('新しいパスワード').fill(PASSWORD);
  await look(theirs, 'settings-story-23-own-password');
  await judge(theirs, 'settings-own-password');
  await theirs.getByRole('button', { name: '決めてはじめる' }).click();
  await theirs.getByRole('navigation', { name: '主要な画面' }).waitFor();
  await context.close();
}

export async function ownName({ page, look, judge }) {
  await page.goto('/me');
  await page.getByLabel('表示名').fill('山田 はなこ');
  await page.getByRole('button', { name: '名前を変更' }).click();
  await page.getByText('名前を変更しました').waitFor();
  await page.getByText('山田 はなこ · ').waitFor();
  await look(page, 'settings-story-24-own-name');
  await judge(page, 'settings-own-name');
  await page.getByLabel('表示名').fill('山田 花子');
  await page.getByRole('button', { name: '名前を変更' }).click();
  await page.getByText('山田 花子 · ').waitFor();
}

/** Who is no admin reads why there is nothing to change, and whom to ask. */
export async function operator({ browser, desk, open, look, judge }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1024, height: 768 },
    storageState: withPrefs({ cookies: [], origins: [] }, desk.address, { language: 'ja', theme: 'light' }),
  });
  const page = await open(context, 'settings-operator');
  await page.goto('/sign-in');
  await page.getByLabel('ログイン名').fill('kawane');
  await page.getByLabel('パスワード').fill(PASSWORD);
  await page.getByRole('button', { name: 'ログイン' }).click();
  await page.waitForURL('**/inbox');
  await page.goto('/settings/statuses');
  await page.getByRole('heading', { level: 1, name: '管理者専用の設定です' }).waitFor();
  await page.getByText('山田 花子').waitFor();
  await look(page, 'settings-story-14-operator');
  await judge(page, 'settings-operator');
  await context.close();
}

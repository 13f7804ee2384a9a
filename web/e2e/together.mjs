// Two operators at one desk: lists, memos and files; who sees what, and how soon; a socket that is cut; no mouse at all.
import assert from 'node:assert/strict';
import { until } from './desk.mjs';

const PASSWORD = 'a long one, please';
/** How long a colleague's change may take to be seen, in milliseconds. A busy machine takes its time for other things too. */
const SOON = 1000;

export async function together({ browser, desk, open, look, judge }, { storage, conversation }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
    storageState: storage,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.address });
  const page = await open(context, 'together');
  /** Sockets of this page, to be cut. */
  const sockets = [];
  await page.routeWebSocket('**/v1/live*', (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto(conversation);
  const log = page.getByRole('log');
  const rows = page.getByRole('option');
  const field = page.getByLabel('返信の本文');
  const dialog = page.getByRole('dialog');
  await field.waitFor();

  // The menu of a row, and one thing done to several, taken back.
  await rows.filter({ hasText: 'Elena' }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: '担当者' }).waitFor();
  await look(page, 'together-01-row-menu');
  await judge(page, 'row-menu', { region: { enabled: false } });
  await page.getByRole('menuitem', { name: /^選択/ }).click();
  await rows.filter({ hasText: '伊藤 悠' }).click({ modifiers: ['Control'] });
  await page.getByText('2 件を選択中').waitFor();
  await look(page, 'together-02-bulk');
  await judge(page, 'bulk');
  await page.getByRole('toolbar').getByRole('button', { name: 'タグ' }).click();
  await dialog.getByLabel('新しいタグ').fill('要確認');
  await dialog.getByRole('button', { name: 'タグを追加' }).click();
  await page.getByText('2 件を変更しました').waitFor();
  const tagged = rows.filter({ hasText: '要確認' });
  assert.equal(await tagged.count(), 2);
  await page.getByRole('button', { name: '元に戻す' }).click();
  await until('the tags to be gone', async () => (await tagged.count()) === 0);

  // A way of looking is named and comes back with one press.
  await page.getByRole('button', { name: '絞り込み' }).click();
  await page.getByLabel('対応ステータス').last().selectOption('in_progress');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'この表示を保存' }).click();
  await page.getByLabel('表示の名前').fill('対応中だけ');
  await page.keyboard.press('Enter');
  const view = page.getByRole('button', { name: '対応中だけ', exact: true });
  await view.click();
  await until('everything', () => !page.url().includes('status='));
  await view.click();
  await until('the view', () => page.url().includes('status=in_progress'));
  await look(page, 'together-03-views');
  await judge(page, 'views');
  await view.click();

  // Memos: written, put in order by the keyboard, deleted, and that taken back.
  const panel = page.getByRole('complementary', { name: '顧客情報' });
  for (const [title, body] of [
    ['アレルギー', 'ジアミン不可。パッチテスト済み(9/12)'],
    ['過ごし方', '静かに過ごしたい。雑誌を用意'],
  ]) {
    await panel.getByRole('button', { name: '作成' }).click();
    await panel.getByLabel('見出し(省略できます)').fill(title);
    await panel.getByLabel('内容', { exact: true }).fill(body);
    await panel.getByLabel('内容', { exact: true }).press('Control+Enter');
    await panel.getByRole('heading', { level: 3, name: title }).waitFor();
  }
  const titles = () => panel.getByRole('heading', { level: 3 }).allTextContents();
  assert.deepEqual(await titles(), ['過ごし方', 'アレルギー'], 'a new one comes first');
  await panel.getByRole('button', { name: /「過ごし方」を並べ替え/ }).press('Alt+ArrowDown');
  await until('the other order', async () => (await titles())[0] === 'アレルギー');
  await panel.getByRole('button', { name: 'メモの操作' }).last().click();
  await page.getByRole('menuitem', { name: '削除' }).click();
  await until('one memo', async () => (await titles()).length === 1);
  await page.getByRole('button', { name: '元に戻す' }).click();
  await until('both memos', async () => (await titles()).length === 2);

  // Files of the contact: shown in their place, large, and in the record.
  await desk.sends('line', '佐藤 美咲', '--image');
  await desk.sends('line', '佐藤 美咲', '--file', '成分表.pdf');
  const enlarge = log.getByRole('button', { name: /を拡大/ });
  await enlarge.last().waitFor();
  await log.getByText('成分表.pdf').waitFor();
  await page.waitForTimeout(500);
  await look(page, 'together-04-files');
  await judge(page, 'received-files');
  await enlarge.last().click();
  await dialog.getByText('100%').waitFor();
  await page.keyboard.press('+');
  await dialog.getByText('150%').waitFor();
  await look(page, 'together-05-lightbox');
  await judge(page, 'lightbox');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await panel.getByRole('heading', { name: 'この顧客の扱い' }).scrollIntoViewIfNeeded();
  await look(page, 'together-06-record');
  await judge(page, 'record');

  // A colleague signs in, and both see what the other does.
  await page.evaluate(async (password) => {
    const headers = { 'content-type': 'application/json', 'x-madoguchi': '1' };
    const body = { login: 'kanaya', name: '金谷 太郎', role: 'operator', capacity: 6, inboxes: [], password };
    const answer = await fetch('/v1/operators', { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  }, PASSWORD);
  const other = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
  });
  const colleague = await open(other, 'colleague');
  await colleague.goto(`/sign-in?to=${encodeURIComponent(conversation)}`);
  await colleague.getByLabel('ログイン名').fill('kanaya');
  await colleague.locator('[name=password]').fill(PASSWORD);
  await colleague.locator('form button').click();
  await colleague.getByRole('tab', { name: '社内会話' }).click();
  const note = colleague.getByLabel('社内会話の本文');
  const waits = [];
  // As often as a busy machine may need to show that it can.
  for (let n = 1; n <= 10 && !(n > 3 && Math.min(...waits) <= SOON); n += 1) {
    await note.fill(`薬剤の一覧を確認しました ${n}`);
    const seen = log.getByText(`薬剤の一覧を確認しました ${n}`).waitFor();
    const from = Date.now();
    await note.press('Shift+Enter');
    await seen;
    waits.push(Date.now() - from);
  }
  const soonest = Math.min(...waits);
  console.log(`a colleague's note was seen after ${waits.join(', ')} ms`);
  assert.ok(soonest <= SOON, `the soonest took ${soonest} ms`);
  await panel.getByRole('button', { name: '作成' }).click();
  await panel.getByLabel('内容', { exact: true }).fill('次回は 12 月');
  await panel.getByRole('button', { name: '保存' }).click();
  await colleague.getByRole('complementary').getByText('次回は 12 月').waitFor();
  await other.close();

  // The socket is cut: what comes meanwhile is there all the same.
  const cut = sockets.length;
  for (const socket of sockets) await socket.close();
  await desk.writes('line', '佐藤 美咲', '切断中のメッセージ 1');
  await desk.writes('line', '佐藤 美咲', '切断中のメッセージ 2');
  await log.getByText('切断中のメッセージ 2').waitFor();
  assert.equal(await log.getByText('切断中のメッセージ 1').count(), 1);
  await until('another socket', () => sockets.length > cut);

  // A link to one message opens there and marks it.
  await log.evaluate((scroller) => scroller.scrollTo(0, 0));
  const first = log.getByRole('article').filter({ hasText: '営業時間は?' });
  await first.hover();
  await first.getByRole('button', { name: 'メッセージの操作' }).click();
  await page.getByRole('menuitem', { name: 'リンクをコピー' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\?m=/);
  await page.goto(link);
  await log.getByText('営業時間は?').waitFor();

  await withoutMouse({ page, desk });
  await context.close();
}

/** The main story by keys alone: next conversation, take it, answer, note, confirm, complete. */
async function withoutMouse({ page, desk }) {
  await desk.writes('telegram', '中村 蓮', '担当者と話したいです');
  await page.goto('/inbox?view=waiting');
  await page.getByRole('option').filter({ hasText: '中村 蓮' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 1, name: '中村 蓮' }).waitFor();
  await page.keyboard.press('Shift+A');
  const field = page.getByLabel('返信の本文');
  await field.waitFor();
  await page.keyboard.press('r');
  await until('the field', () => field.evaluate((input) => input === document.activeElement));
  await page.keyboard.type('お待たせしました。');
  await page.keyboard.press('Shift+Enter');
  await page.getByRole('article').filter({ hasText: 'お待たせしました。' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await until('the note', () => page.getByLabel('社内会話の本文').isVisible());
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await page.getByRole('button', { name: '確認済み', exact: true }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: '返信' }).focus();
  await page.getByRole('tab', { name: '社内会話' }).press('ArrowLeft');
  await page.getByRole('button', { name: '再開' }).waitFor();
}

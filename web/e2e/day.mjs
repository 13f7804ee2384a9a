// The story: the first admin, a customer on LINE, a reply, internal talk, a rewrite, a lost connection, the end.
import assert from 'node:assert/strict';
import { until } from './desk.mjs';

const PASSWORD = 'a long one, please';

export async function playDay({ browser, desk, open, look, judge }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
    colorScheme: 'light',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.address });
  const page = await open(context, 'day');

  // A desk without operators asks for the first.
  await page.goto('/');
  await page.waitForURL('**/set-up');
  await look(page, 'day-01-set-up');
  await judge(page, 'set-up');
  await page.goto('/sign-in');
  await page.waitForURL('**/set-up');
  await page.goto('about:blank');
  await page.goto(`/set-up#${desk.secret}`);
  await page.getByLabel('ログイン名').fill('yamada');
  await page.getByLabel('表示名').fill('山田 花子');
  await page.getByLabel('パスワード').fill('short');
  await page.getByLabel('パスワード').fill(PASSWORD);
  await page.getByRole('button', { name: '管理者を作成してはじめる' }).click();
  await page.waitForURL('**/inbox');
  await page.getByRole('heading', { name: 'ようこそ' }).waitFor();
  await look(page, 'day-02-first-steps');
  await judge(page, 'first-steps');

  // Present, and a customer asks for a person.
  await page.getByRole('button', { name: /自分の状態/ }).click();
  await page.getByRole('menuitemradio', { name: 'オンライン' }).click();
  await page.getByRole('button', { name: /自分の状態: オンライン/ }).waitFor();
  await desk.writes('line', '佐藤 美咲', '営業時間は?');
  await desk.writes('line', '佐藤 美咲', '担当者と話したいです');
  const row = page.getByRole('option').first();
  await row.waitFor();
  await until('the hand-over', async () => (await row.textContent()).includes('待機中'));
  await row.click();
  await page.getByRole('log').getByText('営業時間は平日').waitFor();
  await look(page, 'day-03-waiting');

  // Joined, written to, and answered while composing a word.
  await page.getByRole('button', { name: '参加する' }).click();
  const field = page.getByLabel('返信の本文');
  await field.fill('お待たせしました。山田です。');
  await field.press('Enter');
  assert.equal(await field.inputValue(), 'お待たせしました。山田です。\n', 'Enter breaks the line');
  await field.press('Backspace');
  await field.evaluate((input) => {
    const composing = { key: 'Enter', shiftKey: true, isComposing: true, bubbles: true, cancelable: true };
    input.dispatchEvent(new KeyboardEvent('keydown', composing));
  });
  assert.equal(await field.inputValue(), 'お待たせしました。山田です。', 'nothing is sent while composing');
  await field.press('Shift+Enter');
  await page.getByRole('article').filter({ hasText: 'お待たせしました。山田です。' }).waitFor();
  assert.equal(await field.inputValue(), '');

  // Opening and answering do not confirm: a person does (INB-06).
  await page.getByRole('button', { name: '未確認(クリックで変更)' }).click();
  await page.getByRole('button', { name: '確認済み', exact: true }).waitFor();

  // A draft stays with its conversation and its mode, over a reload.
  await field.fill('書きかけの返信');
  await page.getByRole('tab', { name: '社内会話' }).click();
  const note = page.getByLabel('社内会話の本文');
  assert.equal(await note.inputValue(), '', 'what was typed for the customer is not carried over');
  await note.fill('前回のカラーで頭皮が赤くなったとのこと。使用薬剤を確認してもらえますか');
  await look(page, 'day-04-note');
  await judge(page, 'note');
  await page.getByRole('button', { name: '社内に投稿' }).click();
  await page.getByRole('article').filter({ hasText: '使用薬剤' }).waitFor();
  await page.reload();
  await page.getByLabel('返信の本文').waitFor();
  assert.equal(await field.inputValue(), '書きかけの返信', 'the draft survives a reload');

  // A rewrite is proposed, compared, taken, and taken back.
  await field.fill('お待たせしております。成分は今確認してるので待っててください。');
  desk.said.answer = '成分はただいま確認しておりますので、少々お待ちください。';
  await field.evaluate((input) => input.setSelectionRange(11, input.value.length));
  await field.press('Control+j');
  await page.getByRole('button', { name: '丁寧' }).click();
  await page.getByRole('button', { name: '適用' }).waitFor();
  await look(page, 'day-05-rewrite');
  await judge(page, 'rewrite');
  await page.getByRole('button', { name: '適用' }).click();
  const rewritten = `お待たせしております。${desk.said.answer}`;
  assert.equal(await field.inputValue(), rewritten);
  await page.getByRole('button', { name: '元に戻す' }).click();
  assert.equal(await field.inputValue(), 'お待たせしております。成分は今確認してるので待っててください。');
  await field.press('Control+z');
  assert.equal(await field.inputValue(), rewritten, 'a rewrite is one step of undo');
  await field.press('Shift+Enter');

  // A canned response, called up by a slash.
  await field.pressSequentially('/');
  await page.getByRole('combobox', { name: 'テンプレートを検索' }).fill('お詫び');
  await page.getByRole('option', { name: /お待たせのお詫び/ }).waitFor();
  await look(page, 'day-10-templates');
  await judge(page, 'templates');
  await page.keyboard.press('Enter');
  assert.match(await field.inputValue(), /^大変お待たせしております。/, 'the slash is not part of it');
  await field.fill('');

  // Menus and filters.
  await page.getByRole('button', { name: '会話の操作' }).click();
  await look(page, 'day-11-menu');
  // A menu floats over the landmarks and is in none.
  await judge(page, 'menu', { region: { enabled: false } });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '絞り込み' }).click();
  await page.getByLabel('並び順').waitFor();
  await look(page, 'day-12-filters');
  await judge(page, 'filters');
  await page.keyboard.press('Escape');
  const answered = page.getByRole('article').filter({ hasText: '営業時間は平日' });
  await answered.hover();
  await answered.getByRole('button').click();
  await page.getByRole('menuitem', { name: '自動応答の理由' }).click();
  await page.getByRole('dialog').getByText('20-keywords.rhai').first().waitFor();
  await look(page, 'day-13-why');
  await judge(page, 'why');
  await page.keyboard.press('Escape');

  // Off line: what is sent waits, says so, and goes out once.
  await context.setOffline(true);
  await field.fill('オフラインで送った返信');
  await field.press('Shift+Enter');
  await page.getByText('結果を確認中').waitFor();
  await desk.writes('telegram', 'Elena García', 'Could I move my booking to Friday?');
  await context.setOffline(false);
  await page.getByText('結果を確認中').waitFor({ state: 'detached' });
  const sent = page.getByRole('article').filter({ hasText: 'オフラインで送った返信' });
  await sent.waitFor();
  assert.equal(await sent.count(), 1);
  // What came while the connection was lost is there.
  await page.getByRole('option').filter({ hasText: 'Elena García' }).waitFor();

  // The record.
  const panel = page.getByRole('complementary', { name: '顧客情報' });
  await panel.getByLabel('対応ステータス').selectOption('in_progress');
  await panel.getByLabel('システム表示名').fill('【VIP】佐藤 美咲');
  await panel.getByLabel('システム表示名').press('Enter');
  await page.getByRole('heading', { level: 1, name: '【VIP】佐藤 美咲' }).waitFor();
  for (const tag of ['カラー', '敏感肌']) {
    await panel.getByLabel('新しいタグ').fill(tag);
    await panel.getByRole('button', { name: 'タグを追加' }).click();
    await panel.getByRole('button', { name: `タグ「${tag}」を外す` }).waitFor();
  }
  await panel.getByRole('button', { name: '項目を追加' }).click();
  await panel.getByLabel('項目名').fill('電話番号');
  await panel.getByLabel('内容').fill('090-0000-0000');
  await panel.getByRole('button', { name: '追加', exact: true }).click();
  await panel.getByLabel('電話番号').waitFor();

  // Messages that come while one reads further up do not move what is read.
  for (let n = 1; n <= 6; n += 1) {
    await field.fill(
      `成分一覧 ${n}\n${'・ヘマチン、加水分解ケラチン、パンテノール、グリセリン\n'.repeat(6)}`,
    );
    await field.press('Shift+Enter');
  }
  await page.getByRole('article').filter({ hasText: '成分一覧 6' }).waitFor();
  await page.getByText('送信中', { exact: true }).first().waitFor({ state: 'detached' });
  const log = page.getByRole('log');
  await log.evaluate((scroller) => scroller.scrollTo(0, 200));
  await page.getByRole('button', { name: '最新へ' }).waitFor();
  const before = await log.evaluate((scroller) => scroller.scrollTop);
  await desk.writes('line', '佐藤 美咲', 'アレルギーがあるので成分を確認したいです');
  const bubble = page.getByRole('button', { name: /^新着 \d+ 件/ });
  await bubble.waitFor();
  assert.equal(await log.evaluate((scroller) => scroller.scrollTop), before, 'nothing moves');
  await look(page, 'day-06-new-below');
  await bubble.click();
  await log.getByText('アレルギーがあるので').waitFor();

  // More customers, for the pictures.
  await desk.writes('web', '鈴木 健太', '担当者と話したいです');
  await desk.writes('whatsapp', '高橋 直人', '領収書の宛名を変更できますか。担当者に確認したいです');
  await desk.writes('instagram', '田中 さくら', '予約の変更をお願いします');
  await desk.writes('messenger', '伊藤 悠', 'こんにちは');
  const draftFor = page.getByRole('option').filter({ hasText: '高橋 直人' });
  await draftFor.click();
  await page.getByRole('button', { name: '参加する' }).click();
  await field.fill('領収書の宛名ですが');
  await page.getByRole('option').filter({ hasText: '佐藤 美咲' }).click();
  await page.getByRole('option').filter({ hasText: '下書き:' }).waitFor();
  await page.getByRole('heading', { level: 1, name: '【VIP】佐藤 美咲' }).waitFor();
  const conversation = new URL(page.url()).pathname;

  // The keyboard: the table of keys, the command bar, the next conversation.
  await page.getByRole('log').focus();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'キーボード操作' }).waitFor();
  await look(page, 'day-07-keys');
  await judge(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '移動・操作' }).fill('ほりゅう');
  await page.getByRole('option', { name: /^保留/ }).waitFor();
  await look(page, 'day-08-commands');
  await judge(page, 'commands');
  await page.keyboard.press('Escape');

  // Ended, and taken up again.
  await page.getByRole('option').filter({ hasText: '高橋 直人' }).click();
  await page.getByRole('heading', { level: 1, name: '高橋 直人' }).waitFor();
  await field.fill('');
  await page.getByRole('button', { name: '終了', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '終了する' }).click();
  await page.getByRole('button', { name: '再開' }).waitFor();
  await look(page, 'day-09-completed');
  await judge(page, 'completed');

  const state = { storage: await context.storageState(), conversation };
  await context.close();
  return state;
}

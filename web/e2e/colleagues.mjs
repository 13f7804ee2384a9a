// Two operators and one customer: several values in a filter, exact counts, an end request withdrawn, who looks and who
// types, preferences on a second machine, and a session ended from another.
import assert from 'node:assert/strict';
import { until } from './desk.mjs';

const PASSWORD = 'a long one, please';
const CUSTOMERS = ['小林 健', '加藤 由美', '吉田 翔', '松本 葵'];
const HEADERS = { 'x-madoguchi': '1', 'accept-language': 'ja' };

/** Asks the desk as whoever is signed in on a page. */
async function ask(page, method, path, data) {
  const answer = await page.request.fetch(path, { method, headers: HEADERS, ...(data && { data }) });
  const text = await answer.text();
  return { ok: answer.ok(), status: answer.status(), body: text === '' ? null : JSON.parse(text) };
}

/** Does something to a conversation. */
async function does(page, conversation, verb, body = {}) {
  const intent = { client_id: crypto.randomUUID(), ...body };
  return ask(page, 'POST', `/v1/conversations/${conversation}/${verb}`, intent);
}

export async function colleagues({ browser, desk, open, look, judge }, { storage }) {
  const room = { baseURL: desk.address, viewport: { width: 1440, height: 900 }, locale: 'ja-JP' };
  const context = await browser.newContext({ ...room, storageState: storage });
  const page = await open(context, 'colleagues');
  /** The page's ends of its sockets. */
  const sockets = [];
  await page.routeWebSocket('**/v1/live*', (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  await page.goto('/inbox');
  const rows = page.getByRole('option');
  const row = (name) => rows.filter({ hasText: name });
  const dialog = page.getByRole('dialog');
  for (const name of CUSTOMERS.slice(0, 3)) {
    await desk.writes('line', name, '担当者と話したいです');
    await row(name).waitFor();
  }
  const id = async (name) => {
    const { items } = (await ask(page, 'GET', `/v1/conversations?q=${encodeURIComponent(name)}`)).body;
    return items.find(({ contact }) => contact.name === name).id;
  };
  for (const [name, tag] of [
    ['小林 健', '要約'],
    ['加藤 由美', '要返金'],
  ]) {
    assert.ok((await does(page, await id(name), 'tag', { tag })).ok);
  }

  // Several values of a kind: any of them will do. Each comes off by itself, or all at once.
  const filter = page.getByRole('button', { name: '絞り込み', exact: true });
  await row('小林 健').filter({ hasText: '要約' }).waitFor();
  await filter.click();
  await dialog.getByText('タグ', { exact: true }).click();
  await dialog.getByLabel('要約').check();
  await dialog.getByLabel('要返金').check();
  await until('two conversations', async () => (await rows.count()) === 2);
  await look(page, 'colleagues-01-filter');
  await judge(page, 'filter-menu', { region: { enabled: false } });
  await page.keyboard.press('Escape');
  await until('the focus', () => filter.evaluate((button) => button === document.activeElement));
  assert.equal(new URL(page.url()).searchParams.getAll('tag').join(), '要約,要返金');
  await page.reload();
  await until('the same two', async () => (await rows.count()) === 2);
  await page.getByRole('button', { name: 'タグ: 要約: 外す' }).click();
  await until('one conversation', async () => (await rows.count()) === 1);
  await row('加藤 由美').waitFor();
  await filter.click();
  await dialog.getByText('担当者', { exact: true }).click();
  await dialog.getByLabel('未割り当て(待機)').check();
  await page.keyboard.press('Escape');
  await row('加藤 由美').waitFor();
  await look(page, 'colleagues-02-chips');
  await judge(page, 'filter-chips');
  await page.getByRole('button', { name: 'すべて外す' }).click();
  await until('all of them', async () => (await rows.count()) > 2);
  assert.equal(new URL(page.url()).search, '');

  // Counts are the desk's, and soon true again.
  const tab = page.getByRole('group', { name: '表示' }).getByRole('button', { name: /^待機/ });
  const waiting = async () => (await ask(page, 'GET', '/v1/conversations/counts')).body.waiting.count;
  const shows = async () => Number((await tab.textContent()).replace(/\D/g, ''));
  await until('the count', async () => (await shows()) === (await waiting()));
  const before = await shows();
  assert.ok(before >= 3);
  await desk.writes('line', CUSTOMERS[3], '担当者と話したいです');
  await until('one more', async () => (await shows()) === before + 1);
  await until('the title', async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1]) > before);

  // Asked to end, and thought better of it.
  const conversation = await id('小林 健');
  await page.goto(`/inbox/c/${conversation}`);
  await page.getByRole('button', { name: '参加する' }).click();
  const field = page.getByLabel('返信の本文');
  await field.waitFor();
  const withdraw = page.getByRole('button', { name: '取り消す' });
  const requestEnd = async () => {
    assert.ok((await does(page, conversation, 'request-end')).ok);
    await withdraw.waitFor();
  };
  await requestEnd();
  await look(page, 'colleagues-03-ending');
  await judge(page, 'ending');
  await withdraw.click();
  await field.waitFor();
  await page.getByRole('log').getByText('終了リクエストを取り消しました').waitFor();
  await requestEnd();
  await page.getByRole('button', { name: '会話の操作' }).click();
  await page.getByRole('menuitem', { name: '終了リクエストを取り消す' }).click();
  await field.waitFor();

  // A colleague comes along: each sees the other look, and one sees the other type.
  const made = { login: 'mori', name: '森 さくら', role: 'operator', password: PASSWORD };
  assert.ok((await ask(page, 'POST', '/v1/operators', made)).ok);
  const machine = async (name) => {
    const own = await browser.newContext(room);
    const there = await open(own, name, { follows: true });
    await there.goto(`/sign-in?to=${encodeURIComponent(`/inbox/c/${conversation}`)}`);
    await there.getByLabel('ログイン名').fill('mori');
    await there.locator('[name=password]').fill(PASSWORD);
    await there.locator('form button').click();
    await there.getByRole('button', { name: '担当を代わる' }).waitFor();
    return { own, there };
  };
  const { own, there } = await machine('mori');
  await page.getByText('森 さくらさんが閲覧中').first().waitFor();
  await there.getByText('山田 花子さんが閲覧中').first().waitFor();
  await field.pressSequentially('確認');
  await there.getByText('山田 花子さんが入力中').first().waitFor();
  await look(there, 'colleagues-04-viewers');
  await judge(there, 'viewers');
  await field.fill('');
  await there.getByText('山田 花子さんが閲覧中').first().waitFor();
  assert.equal(await page.getByText('山田 花子さんが').count(), 0, 'one is no company to oneself');
  const refused = await does(there, conversation, 'withdraw-end-request');
  assert.deepEqual([refused.status, refused.body.title], [409, 'この会話の担当者ではありません']);

  // The customer types, until their message is there.
  const types = page.getByText('お客様が入力中…');
  sockets.at(-1).send(JSON.stringify({ type: 'typing', conversation, on: true }));
  await types.first().waitFor();
  await look(page, 'colleagues-05-customer-types');
  await desk.writes('line', '小林 健', '明日の午後でお願いします');
  await page.getByRole('log').getByText('明日の午後でお願いします').waitFor();
  await until('them to have stopped', async () => (await types.count()) === 0);

  // The colleague goes elsewhere, and is forgotten.
  await there.goto('/me');
  await until('nobody', async () => (await page.getByText('森 さくらさんが').count()) === 0);

  // What an operator likes is there on the next machine, and what both change comes together.
  await there.getByLabel('配色').selectOption('dark');
  await there.getByLabel('送信キー').selectOption('enter');
  const kept = async () => (await ask(there, 'GET', '/v1/me/preferences')).body.value;
  await until('what is kept', async () => (await kept()).send_key === 'enter');
  const second = await machine('mori-2');
  const dark = () => second.there.evaluate(() => document.documentElement.dataset.theme === 'dark');
  await until('the colours', dark);
  await second.there.goto('/inbox?assignee=me&assignee=nobody');
  await second.there.getByRole('button', { name: 'この表示を保存' }).click();
  await second.there.getByLabel('表示の名前').fill('要対応');
  await second.there.keyboard.press('Enter');
  await until('the view', async () => (await kept()).saved_views.length === 1);
  await there.getByLabel('一覧の行間').selectOption('compact');
  await until('both', async () => {
    const { density, saved_views, theme } = await kept();
    return density === 'compact' && saved_views.length === 1 && theme === 'dark';
  });
  await there.goto('/inbox');
  await there.getByRole('button', { name: '要対応', exact: true }).click();
  await until('its filters', () => there.url().endsWith('?assignee=me&assignee=nobody'));

  // The other machine is signed out from this one.
  await there.goto('/me');
  const ends = there.getByRole('button', { name: /をログアウト$/ });
  await ends.waitFor();
  await there.getByText('この端末').scrollIntoViewIfNeeded();
  await look(there, 'colleagues-06-sessions');
  await judge(there, 'sessions');
  await ends.click();
  await there.getByText('ログアウトしました').waitFor();
  await second.there.reload();
  await second.there.waitForURL('**/sign-in*');
  await until('the rest', async () => (await ends.count()) === 0);

  // The list is as it was.
  for (const name of CUSTOMERS) assert.ok((await does(page, await id(name), 'hide')).ok);
  for (const one of [second.own, own, context]) await one.close();
}

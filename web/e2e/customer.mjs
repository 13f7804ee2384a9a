// The main story with both ends in a browser: a customer at the web messenger, an operator at the console, by mouse and by
// keys alone; lines are cut in the middle, and every word is there once on both sides.
import assert from 'node:assert/strict';
import { moveIn, openDesk, until } from './desk.mjs';
import { hasFocus, isLeft, keys, mouse } from './hands.mjs';
import { withPrefs } from './screens.mjs';
import { png } from './send.mjs';

/** The button, whose name ends with its key. */
const SEND = /^送信(?!して)/;

export async function customer(tools) {
  const desk = await openDesk();
  try {
    const context = await tools.browser.newContext({ baseURL: desk.address });
    await moveIn(context, desk, '山田 花子');
    const storage = await context.storageState();
    await context.close();
    for (const hands of [mouse, keys]) await story({ ...tools, desk }, storage, hands);
  } finally {
    await desk.close();
  }
}

/** A page whose sockets can be cut, and stay cut until they are mended. */
async function wired(context, page, sockets) {
  let isCut = false;
  const open = new Set();
  await page.routeWebSocket(sockets, async (socket) => {
    if (isCut) return socket.close();
    const far = socket.connectToServer();
    open.add(socket);
    far.onClose(() => {
      open.delete(socket);
      socket.close();
    });
  });
  return {
    async cut() {
      isCut = true;
      await context.setOffline(true);
      for (const socket of open) await socket.close();
      open.clear();
    },
    async mend() {
      isCut = false;
      await context.setOffline(false);
    },
    isOpen: () => open.size > 0,
  };
}

/** Somebody on the page of the demo, who has never been there. */
async function visit({ browser, desk, open }, hands) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1024, height: 820 },
    locale: 'ja-JP',
    colorScheme: 'light',
  });
  const page = await open(context, `customer by ${hands.name}`);
  const wire = await wired(context, page, '**/web/v1/ws*');
  const log = page.getByRole('log');
  const field = page.getByRole('textbox', { name: 'メッセージを入力' });
  return {
    context,
    page,
    wire,
    log,
    field,
    launcher: page.locator('support-chat .launcher'),
    button: (name) => page.getByRole('button', { name, exact: true }),
    async says(text) {
      await hands.write(page, field, text);
      await page.keyboard.press('Enter');
      await log.locator('article.mine').filter({ hasText: text }).waitFor();
    },
    press: (place) => hands.press(page, place),
  };
}

/** The operator of the desk, at the list of those who wait. */
async function sits({ browser, desk, open }, storage, hands) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    storageState: withPrefs(storage, desk.address, { language: 'ja', theme: 'light' }),
  });
  const page = await open(context, `operator by ${hands.name}`);
  const wire = await wired(context, page, '**/v1/live*');
  await page.goto('/inbox?view=waiting');
  // Whoever has closed every window is not there, until they say that they are.
  await hands.press(page, page.getByRole('button', { name: /^自分の状態/ }));
  await hands.pick(page, page.getByRole('menuitemradio', { name: 'オンライン' }));
  await page.getByRole('button', { name: /自分の状態: オンライン/ }).waitFor();
  const field = page.getByLabel('返信の本文');
  return { context, page, wire, field, log: page.getByRole('log'), ...work(hands)(page, field) };
}

/** What an operator does, by the hands they have. */
function work(hands) {
  return hands === mouse
    ? (page, field) => ({
        open: (row) => row.click(),
        join: () => page.getByRole('button', { name: '参加する' }).click(),
        async marks(text, part) {
          await field.fill(text);
          await field.evaluate(
            (input, [start, end]) => input.setSelectionRange(start, end),
            [text.indexOf(part), text.indexOf(part) + part.length],
          );
          await page.getByRole('button', { name: 'AI', exact: true }).click();
          await page.getByRole('button', { name: '丁寧' }).click();
          await page.getByRole('button', { name: '適用' }).click();
        },
        async says(text) {
          await field.fill(text);
          await page.getByRole('button', { name: SEND }).click();
        },
        async asksForTheEnd() {
          await page.getByRole('button', { name: '終了リクエスト' }).click();
          await page.getByRole('dialog').getByRole('button', { name: '送信する' }).click();
        },
      })
    : (page, field) => ({
        async open(row) {
          for (let n = 0; (await row.getAttribute('aria-selected')) !== 'true'; n += 1) {
            assert.ok(n < 50, 'the row is in the list');
            const before = page.url();
            await page.keyboard.press('j');
            await until('the next conversation', () => page.url() !== before);
          }
        },
        async join() {
          await page.getByRole('button', { name: '参加する' }).waitFor();
          await page.keyboard.press('Shift+A');
          await field.waitFor();
          await page.keyboard.press('r');
          await hasFocus('the reply', field);
        },
        async marks(text, part) {
          assert.ok(text.endsWith(part), 'marked from the end');
          await page.keyboard.insertText(text);
          for (const _ of part) await page.keyboard.press('Shift+ArrowLeft');
          await page.keyboard.press('Control+j');
          await keys.press(page, page.getByRole('button', { name: '丁寧' }));
          await hasFocus('the proposal', page.getByRole('button', { name: '適用' }));
          await page.keyboard.press('Enter');
          await hasFocus('the reply again', field);
        },
        async says(text) {
          await page.keyboard.insertText(text);
          await page.keyboard.press('Shift+Enter');
        },
        async asksForTheEnd() {
          await page.keyboard.press('Escape');
          await isLeft(field);
          await page.keyboard.press('Shift+E');
          const yes = page.getByRole('dialog').getByRole('button', { name: '送信する' });
          await keys.press(page, yes);
          await page.getByRole('dialog').waitFor({ state: 'detached' });
        },
      });
}

/** Which of these words a log shows, in its order and as often as it does. */
async function told(log, words) {
  const articles = await log.locator('article').allInnerTexts();
  return articles.flatMap((text) => words.filter((word) => text.includes(word)));
}

/** CHN-01, CHN-06, BOT-01, BOT-05, THR-11, AIW-02, CMP-02, STA-07, CSA-01, EXT-13, INV-3 */
async function story(tools, storage, hands) {
  const { desk, look, judge } = tools;
  const name = (screen) => `customer-${hands.name}-${screen}`;
  const guest = await visit(tools, hands);
  const clerk = await sits(tools, storage, hands);
  const { page } = guest;

  // Nothing is asked before the messenger is opened; what is written before agreeing is kept.
  await page.goto('/demo?lang=ja');
  await guest.press(guest.launcher);
  await guest.button('同意して開始').waitFor();
  await hasFocus('the message', guest.field);
  await look(page, name('01-consent'));
  await judge(page, name('consent'));
  await guest.press(guest.button('同意して開始'));
  await hasFocus('the message', guest.field);
  const posted = page.waitForResponse(/\/web\/v1\/messages$/);
  const tag = hands.name;
  await guest.says(`駐車場はありますか(${tag})`);
  const { conversationId } = await (await posted).json();
  await guest.log.getByText('3台分あります').waitFor();

  // What no rule knows is answered with a button to a person.
  await guest.says(`あいうえお(${tag})`);
  await guest.log.getByRole('button', { name: '担当者と話す' }).waitFor();
  await look(page, name('02-bot'));
  await judge(page, name('bot'));
  await guest.press(guest.log.getByRole('button', { name: '担当者と話す' }));
  await guest.log.locator('article.mine').filter({ hasText: '担当者と話す' }).waitFor();

  // Seen as waiting, taken, and answered.
  const row = clerk.page.locator(`#row-${conversationId}`);
  await row.getByText('待機中').waitFor();
  await clerk.open(row);
  await clerk.log.getByText(`あいうえお(${tag})`).waitFor();
  await look(clerk.page, name('03-waiting'));
  await judge(clerk.page, name('waiting'));
  await clerk.join();
  await clerk.says(`お待たせしました。山田です(${tag})。`);
  await guest.log.getByText(`お待たせしました。山田です(${tag})。`).waitFor();
  await page.locator('support-chat .title').getByText('山田 花子').waitFor();

  // The marked half of a draft is written better, and nothing else of it.
  const rough = '今見てるんで待っててください';
  desk.said.answer = 'ただいま確認しておりますので、少々お待ちください。';
  await clerk.marks(`お車ですね(${tag})。${rough}`, rough);
  const polite = `お車ですね(${tag})。${desk.said.answer}`;
  await until('the better words', async () => (await clerk.field.inputValue()) === polite);
  await look(clerk.page, name('04-rewritten'));

  // The panel is shut: what comes is counted on the launcher, and seen when it is opened again.
  await guest.press(page.locator('support-chat').getByRole('button', { name: '閉じる' }).last());
  await hasFocus('the launcher', guest.launcher);
  if (hands === mouse) await clerk.page.getByRole('button', { name: SEND }).click();
  else await clerk.page.keyboard.press('Shift+Enter');
  await page.getByRole('button', { name: /未読 1 件/ }).waitFor();
  await look(page, name('05-unread'));
  await judge(page, name('unread'));
  await guest.press(guest.launcher);
  await guest.log.getByText(polite).waitFor();
  await page.getByRole('button', { name: /未読/ }).waitFor({ state: 'detached' });

  // A picture, and the customer's page is loaded again.
  const picked = page.waitForEvent('filechooser');
  await guest.press(guest.button('ファイルを添付'));
  const file = { name: `車検証-${tag}.png`, mimeType: 'image/png', buffer: png(320, 220, [96, 132, 168]) };
  await (await picked).setFiles(file);
  await guest.press(guest.button('送信'));
  await guest.log.locator('article.mine').getByRole('img', { name: file.name }).waitFor();
  await clerk.log.getByRole('button', { name: /を拡大/ }).waitFor();
  await page.reload();
  await guest.log.getByText(polite).waitFor();
  await guest.log.locator('article.mine').getByRole('img', { name: file.name }).waitFor();

  // Lines are cut: first the customer's, then the operator's. Who has none writes on, and misses nothing.
  await until('both sockets', () => clerk.wire.isOpen() && guest.wire.isOpen());
  await guest.wire.cut();
  await clerk.says(`切断中の返信 1(${tag})`);
  await clerk.says(`切断中の返信 2(${tag})`);
  await clerk.log.getByText(`切断中の返信 2(${tag})`).waitFor();
  await clerk.page.getByText('送信中', { exact: true }).first().waitFor({ state: 'detached' });
  await guest.says(`切断中の質問 1(${tag})`);
  await guest.says(`切断中の質問 2(${tag})`);
  await page.getByText('再接続しています').waitFor();
  await look(page, name('06-cut'));
  await judge(page, name('cut'));
  await clerk.wire.cut();
  await clerk.says(`切断中の返信 3(${tag})`);
  await clerk.page.getByText('結果を確認中').waitFor();
  await look(clerk.page, name('07-cut'));
  await guest.wire.mend();
  await guest.log.locator('article:is(.queued, .sent)').first().waitFor({ state: 'detached' });
  await clerk.wire.mend();
  // The customer has written meanwhile: whoever answers looks again before it goes out.
  await clerk.log.getByText(`切断中の質問 2(${tag})`).waitFor();
  await hands.press(clerk.page, clerk.log.getByRole('button', { name: '送信する' }));
  await clerk.page.getByText('送信されたか分からない').waitFor({ state: 'detached' });
  const words = [
    `駐車場はありますか(${tag})`,
    `あいうえお(${tag})`,
    `お待たせしました。山田です(${tag})。`,
    polite,
    `切断中の返信 1(${tag})`,
    `切断中の返信 2(${tag})`,
    `切断中の質問 1(${tag})`,
    `切断中の質問 2(${tag})`,
    `切断中の返信 3(${tag})`,
  ];
  await both(guest, clerk, words);

  // The end is asked for and chosen; the rating says why.
  await clerk.asksForTheEnd();
  await guest.press(guest.log.getByRole('button', { name: '終了する' }));
  await guest.log.getByText('チャットは終了しました').waitFor();
  await guest.press(guest.log.getByRole('button', { name: '5 大満足' }));
  const why = page.getByLabel('よろしければ、理由をお聞かせください(任意)');
  await hands.write(page, why, `すぐに返事がもらえた(${tag})`);
  await look(page, name('08-rating'));
  await judge(page, name('rating'));
  await guest.press(page.locator('support-chat .sheet').getByRole('button', { name: '送信' }));
  await clerk.page.getByRole('button', { name: '再開' }).waitFor();
  await clerk.log.getByText(`お客様の評価：5 / 5「すぐに返事がもらえた(${tag})」`).waitFor();
  await both(guest, clerk, words);
  await look(clerk.page, name('09-rated'));
  await judge(clerk.page, name('rated'));

  // Whoever ended it finds nothing of it on this device, and may begin anew.
  await page.reload();
  if (!(await guest.button('同意して開始').isVisible())) await guest.press(guest.launcher);
  await guest.press(guest.button('同意して開始'));
  await hasFocus('the message', guest.field);
  await guest.says(`もう一度おたずねします(${tag})`);
  assert.deepEqual(await told(guest.log, words), []);
  await clerk.page.getByRole('button', { name: '再開' }).waitFor();
  await guest.context.close();
  await clerk.context.close();
}

/** Each word once, in one order, on both sides. The console draws what fits on the screen, so the screen is made high. */
async function both(guest, clerk, words) {
  const size = clerk.page.viewportSize();
  await clerk.page.setViewportSize({ width: size.width, height: 6000 });
  for (const [who, log] of [
    ['the customer', guest.log],
    ['the operator', clerk.log],
  ]) {
    let last = [];
    const same = async () => {
      last = await told(log, words);
      return last.join('\n') === words.join('\n');
    };
    await until(`every word once for ${who}`, same, () => last.join('\n'));
  }
  await clerk.page.setViewportSize(size);
}

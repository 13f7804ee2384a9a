// A thread of a thousand entries: what is in the page stays small, and what is read does not move when older ones come.
import assert from 'node:assert/strict';
import { until } from './desk.mjs';

const ENTRIES = 1000;
const MOST_NODES = 600;

export async function longThread({ browser, desk, open }, { storage, conversation }) {
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    storageState: storage,
  });
  const page = await open(context, 'long');
  await page.goto(conversation);
  await page.getByRole('article').first().waitFor();
  await page.evaluate(
    async ([path, entries]) => {
      const id = path.split('/').at(-1);
      const headers = { 'content-type': 'application/json', 'x-madoguchi': '1' };
      for (let n = 1; n <= entries; n += 1) {
        const text = `${n} ${'長い社内会話の行です。'.repeat(1 + (n % 7))}`;
        const body = JSON.stringify({ client_id: `long-entry-${n}`, text });
        await fetch(`/v1/conversations/${id}/note`, { method: 'POST', headers, body });
      }
    },
    [conversation, ENTRIES],
  );
  await page.reload();
  const log = page.getByRole('log');
  await log.getByText(`${ENTRIES} 長い`).waitFor();

  let most = 0;
  for (let n = 0; n < 12; n += 1) {
    // Into the region where older pages are fetched, then still: a line that is read must not move.
    await log.evaluate((scroller) => scroller.scrollBy(0, -900));
    await page.waitForTimeout(60);
    most = Math.max(most, await page.evaluate(() => document.querySelectorAll('*').length));
  }
  const line = async () =>
    log.evaluate((scroller) => {
      const middle = scroller.getBoundingClientRect().top + 300;
      const items = [...scroller.querySelectorAll('article')];
      const read = items.find((item) => item.getBoundingClientRect().bottom > middle);
      return [read?.textContent?.slice(0, 12), read?.getBoundingClientRect().top];
    });
  await page.route('**/rows?before=*', async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  let moved = 0;
  for (let n = 0; n < 3; n += 1) {
    const fetched = page.waitForResponse('**/rows?before=*');
    await log.evaluate((scroller) => scroller.scrollTo(0, 1000));
    await page.waitForTimeout(250);
    const [text, top] = await line();
    await fetched;
    await page.waitForTimeout(250);
    const after = await until('the line that was read', async () => {
      const found = await log.evaluate(
        (scroller, start) =>
          [...scroller.querySelectorAll('article')]
            .find((item) => item.textContent?.startsWith(start))
            ?.getBoundingClientRect().top,
        text,
      );
      return found === undefined ? null : [found];
    });
    moved = Math.max(moved, Math.abs(after[0] - top));
  }
  console.log(
    `a thread of ${ENTRIES}: at most ${most} nodes in the page; the line being read moved ${moved} px`,
  );
  assert.ok(most <= MOST_NODES, `${most} nodes`);
  assert.ok(moved <= 1, `it moved ${moved} px`);
  await context.close();
}

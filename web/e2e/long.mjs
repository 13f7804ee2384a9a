// A thread of ten thousand messages: what is in the page and in memory stays small, what is read does not move when older
// ones come, and a link leads into the middle of it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from './desk.mjs';

const MOST_NODES = 600;
/** In megabytes. */
const HEAP = 40;

/** The contact of `conversation` writes so much on LINE, as the provider tells it: a hundred messages in one webhook. */
async function fill({ desk, page }, conversation, entries) {
  const sample = readFileSync(resolve(import.meta.dirname, '../../samplconfig.toml'), 'utf8');
  const setting = (name) => new RegExp(`^${name} = "(.*)"`, 'm').exec(sample)[1];
  const id = conversation.split('/').at(-1);
  const look = () => page.evaluate(async (id) => (await fetch(`/v1/conversations/${id}`)).json(), id);
  const { contact, inbox, seq } = await look();
  // In order of time as they are in order of number.
  const from = Date.now() - entries;
  const event = (n) => ({
    type: 'message',
    mode: 'active',
    timestamp: from + n,
    webhookEventId: `LONG${String(n).padStart(22, '0')}`,
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId: contact.identity },
    replyToken: `long-${n}`,
    message: { type: 'text', id: `long-${n}`, quoteToken: 'long', text: line(n) },
  });
  const MANY = 100;
  for (let n = 1; n <= entries; n += MANY) {
    const events = Array.from({ length: Math.min(MANY, entries - n + 1) }, (_, m) => event(n + m));
    const body = JSON.stringify({ destination: setting('destination'), events });
    const signature = createHmac('sha256', setting('channel_secret')).update(body).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-line-signature': signature };
    const answer = await fetch(`${desk.address}/hooks/line/${inbox}`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200);
  }
  let last = seq;
  while (last < seq + entries) {
    // However slow the machine is: as long as it goes on.
    const before = last;
    last = await until('the messages', async () => {
      const now = (await look()).seq;
      return now > before && now;
    });
  }
}

const line = (n) => `${n} ${'長い会話の行です。'.repeat(1 + (n % 7))}`;

export async function longThread({ browser, desk, open }, { storage, conversation }, quick) {
  const ENTRIES = Number(process.env.ENTRIES ?? (quick ? 1000 : 10_000));
  const context = await browser.newContext({
    baseURL: desk.address,
    viewport: { width: 1440, height: 900 },
    locale: 'ja-JP',
    storageState: storage,
  });
  const page = await open(context, 'long');
  await page.goto(conversation);
  await page.getByRole('article').first().waitFor();
  const from = Date.now();
  await fill({ desk, page }, conversation, ENTRIES);
  console.log(`${ENTRIES} messages came in ${Math.round((Date.now() - from) / 1000)} s`);
  await page.reload();
  const log = page.getByRole('log');
  // It opens where reading stopped.
  const end = log.getByText(line(ENTRIES), { exact: true });
  await until('the end', async () => {
    await log.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    return end.isVisible();
  });

  let most = 0;
  const count = async () => {
    // What is fetched ahead stands in the head and is not drawn.
    most = Math.max(most, await page.evaluate(() => document.body.querySelectorAll('*').length));
  };
  // Far up, through more pages than are held.
  const pages = quick ? 8 : 30;
  for (let n = 0; n < pages; n += 1) {
    const fetched = page.waitForResponse('**/rows?before=*');
    await log.evaluate((scroller) => scroller.scrollTo(0, 600));
    await fetched;
    await count();
    await page.waitForTimeout(60);
    await count();
  }
  const moved = await movement(page, log);
  await aLink(page, log, conversation, ENTRIES);
  await count();
  const heap = await budgets(context, page);
  console.log(
    `a thread of ${ENTRIES}: at most ${most} nodes in the page; the line being read moved ${moved} px`,
  );
  assert.ok(most <= MOST_NODES, `${most} nodes`);
  assert.ok(moved <= 1, `it moved ${moved} px`);
  assert.ok(heap <= HEAP, `${heap} MB`);
  await context.close();
}

/** How far the line that is read moves when older ones come, in pixels: near the top, and at the very top. */
async function movement(page, log) {
  const read = () =>
    log.evaluate((scroller) => {
      const middle = scroller.getBoundingClientRect().top + 300;
      const items = [...scroller.querySelectorAll('article')];
      const item = items.find((one) => one.getBoundingClientRect().bottom > middle);
      return [item?.textContent?.slice(0, 12), item?.getBoundingClientRect().top];
    });
  const late = '**/rows?before=*';
  await page.route(late, async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  let moved = 0;
  for (const top of [1000, 1000, 0, 20]) {
    const fetched = page.waitForResponse(late);
    await log.evaluate((scroller, to) => scroller.scrollTo(0, to), top);
    await page.waitForTimeout(250);
    const [text, before] = await read();
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
    moved = Math.max(moved, Math.abs(after[0] - before));
  }
  await page.unrouteAll({ behavior: 'wait' });
  return moved;
}

/** A link leads into the middle of the thread, with a gap on either side; one press leads back to its end. */
async function aLink(page, log, conversation, entries) {
  const middle = line(Math.floor(entries / 2));
  const row = await page.evaluate(
    async ([id, text]) => {
      for (let before = ''; ; ) {
        const answer = await fetch(`/v1/conversations/${id}/rows?limit=100${before}`);
        const page = await answer.json();
        const found = page.rows.find(({ contents }) => contents?.[0]?.text === text);
        if (found || !page.earlier) return found?.id;
        before = `&before=${page.first}`;
      }
    },
    [conversation.split('/').at(-1), middle],
  );
  const asked = [];
  const note = (request) => request.url().includes('/rows?') && asked.push(request.url());
  page.on('request', note);
  await page.goto(`${conversation}?m=${row}`);
  const aimed = log.getByText(middle, { exact: true });
  await aimed.waitFor();
  await until('it to be marked', () => aimed.evaluate((one) => !!one.closest('[data-aimed]')));
  // The newest, and those around it; perhaps the next ones on either side.
  assert.ok(asked.length <= 4, `${asked.length} pages for a link`);
  page.off('request', note);
  for (const by of [-2500, 5000]) {
    const fetched = page.waitForResponse(/rows\?(before|after)=/);
    await log.evaluate((scroller, y) => scroller.scrollBy(0, y), by);
    await fetched;
  }
  await page.getByRole('button', { name: '最新へ' }).click();
  await log.getByText(line(entries), { exact: true }).waitFor();
}

/** What CONSOLE.md allows with the CPU slowed four times, in milliseconds. */
const KEY = 75;
const SWITCH = 150;

const at = (values, share) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];

/** Measures a key in the composer and going from one conversation to another. Told, and not failed: the machine may be busy. The answer is the heap, in megabytes. */
async function budgets(context, page) {
  const devtools = await context.newCDPSession(page);
  await page.evaluate(() => {
    window.measured = [];
    const take = (list) => {
      for (const { name, duration } of list.getEntries())
        if (name === 'keydown') window.measured.push(duration);
    };
    new PerformanceObserver(take).observe({ type: 'event', durationThreshold: 16 });
  });
  const field = page.locator('main textarea');
  await field.focus();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const letters = 60;
  for (let n = 0; n < letters; n += 1) {
    await page.keyboard.press('a');
    await page.waitForTimeout(40);
  }
  await page.waitForTimeout(300);
  const slow = await page.evaluate(() => window.measured);
  // What is faster than 16 ms is not told by the browser.
  const keys = [...slow, ...Array.from({ length: Math.max(0, letters - slow.length) }, () => 16)];
  await field.fill('');
  const switches = [];
  for (let n = 0; n < 14; n += 1) {
    const took = await page.evaluate(async () => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const title = () => document.querySelector('main h1')?.textContent;
      const before = title();
      const row = document.querySelector('[role=option][aria-selected=false]');
      const from = performance.now();
      row.click();
      while (title() === before || !document.querySelector('main [role=log] article')) await painted();
      await painted();
      return performance.now() - from;
    });
    // Both conversations are kept from the second time on.
    if (n >= 4) switches.push(took);
  }
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const told = (what, value, most, unit) =>
    `${what} ${Math.round(value)} ${unit} (${(value / most).toFixed(2)} of ${most})`;
  console.log(
    `CPU slowed 4×: ${told('a key, p95', at(keys, 0.95), KEY, 'ms')}; ${told('another conversation, median', at(switches, 0.5), SWITCH, 'ms')}; ${told('heap', usedSize / 1e6, HEAP, 'MB')}`,
  );
  return usedSize / 1e6;
}

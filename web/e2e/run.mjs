// Plays a day at the desk in a real browser against the real binary, looks at every screen in both languages, both themes
// and three widths, and lets axe judge each. Pictures go to target/screens/.
//
// Needs `npm run build`, `cargo build -p local`, Chromium (CHROMIUM names another) and a Japanese font.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { playDay } from './day.mjs';
import { openDesk } from './desk.mjs';
import { longThread } from './long.mjs';
import { screens } from './screens.mjs';
import { sendMore } from './send.mjs';
import { settings } from './settings.mjs';
import { studio, studioScreens } from './studio.mjs';
import { together } from './together.mjs';

const folder = resolve(import.meta.dirname, '../../target/screens/console');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const quick = process.argv.includes('--quick');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const desk = await openDesk();
const complaints = [];

/** A page that reports whatever goes wrong in it. */
async function open(context, name) {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => complaints.push(`${name}: ${error}`));
  page.on('console', (message) => {
    const expected = /status of (400|401|403|409)|net::ERR_(CONNECTION|INTERNET)/.test(message.text());
    if (message.type() === 'error' && !expected) complaints.push(`${name}: ${message.text()}`);
  });
  return page;
}

async function look(page, name) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Lets axe judge the page as it stands, by all its rules but those that are turned off. */
async function judge(page, name, rules = {}) {
  await page.evaluate(axe);
  const run = (rules) => window.axe.run(document, { resultTypes: ['violations'], rules });
  const { violations } = await page.evaluate(run, rules);
  for (const { id, help, nodes } of violations) {
    complaints.push(
      `${name}: axe ${id}: ${help}\n    ${nodes
        .map(
          ({ html, failureSummary }) =>
            `${html.slice(0, 160)}\n      ${failureSummary?.split('\n').slice(1, 3).join(' ')}`,
        )
        .slice(0, 3)
        .join('\n    ')}`,
    );
  }
}

try {
  const tools = { browser, desk, open, look, judge };
  const state = await playDay(tools);
  await sendMore(tools, state);
  await together(tools, state);
  if (!process.argv.includes('--no-screens')) await screens(tools, state, quick);
  await settings(tools, state, quick);
  await longThread(tools, state);
  await studioScreens(tools, await studio(tools, state), quick);
} catch (error) {
  complaints.push(String(error.stack ?? error));
  for (const page of browser.contexts().flatMap((context) => context.pages())) await look(page, 'failed');
} finally {
  await browser.close();
  await desk.close();
}
if (complaints.length > 0) {
  console.error(`${complaints.length} complaints:\n- ${[...new Set(complaints)].join('\n- ')}`);
  process.exitCode = 1;
} else {
  console.log(`all is well; the pictures are in ${folder}`);
}

// Holds the build to its sizes (gzip, in bytes) and fails above them. What is asked for before the panel is opened (one
// request, no cookie, no key, no socket) is held by e2e/chat.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const out = new URL('../../dist/widget/', import.meta.url);
const kB = 1000;
const budgets = [
  ['loader', /^loader\.js$/, 2 * kB],
  ['panel, when it is opened', /^assets\/panel-.+\.js$/, 12 * kB],
  ['conversation, once the customer agrees', /^assets\/talk-.+\.js$/, 12 * kB],
  ['the rest, when somebody talks or nobody is there', /^assets\/more-.+\.js$/, 6 * kB],
];

const files = readdirSync(out, { recursive: true }).map(String);
const scripts = files.filter((name) => name.endsWith('.js'));
let over = scripts.length !== budgets.length;
if (over)
  console.error(
    `the build has ${scripts.length} scripts, the budget knows ${budgets.length}: ${scripts.join(', ')}`,
  );
for (const [what, pattern, budget] of budgets) {
  const name = scripts.find((name) => pattern.test(name));
  const size = name
    ? gzipSync(readFileSync(new URL(name, out)), { level: 9 }).length
    : Number.POSITIVE_INFINITY;
  if (size > budget) over = true;
  console.log(`${size > budget ? 'OVER' : 'ok  '}  ${String(size).padStart(6)} of ${budget}  widget ${what}`);
}
process.exitCode = over ? 1 : 0;

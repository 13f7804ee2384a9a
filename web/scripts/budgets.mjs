// Fails when the console has become larger than it may be. Run after `npm run build`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The most that the first load of /inbox may weigh: script and style, gzip, in bytes. */
const FIRST_LOAD = 230_000;
/** Parts of the console that are fetched when they are opened: how their files are called, and what they may weigh. */
const PARTS = [
  { name: 'the settings', files: /^settings(-ja)?-[^.]{8}\.(js|css)$/, budget: 60_000 },
  // Comparing files comes later still.
  {
    name: 'the rules studio',
    files: /^(studio|rules|rules-ja|version-list)-[^-]{8}\.(js|css)$/,
    budget: 150_000,
  },
];

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const size = (name) => statSync(join(dist, existsSync(join(dist, `${name}.gz`)) ? `${name}.gz` : name)).size;
const assets = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));

const index = readFileSync(join(dist, 'index.html'), 'utf8');
const linked = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
// One catalogue is fetched before anything is shown.
const catalogues = assets.filter((name) => /^(ja|en)-[^.]+\.js$/.test(name));
const largest = catalogues.map((name) => `assets/${name}`).sort((a, b) => size(b) - size(a))[0];
const first = new Set([...linked, largest]);
judge('the first load of /inbox', first, FIRST_LOAD, catalogues.length > 0 && linked.length > 0);

for (const { name, files, budget } of PARTS) {
  const brought = new Set();
  const own = assets.filter((asset) => files.test(asset));
  for (const asset of own) bring(`assets/${asset}`, brought);
  judge(name, brought, budget, own.length > 0);
}

/** Adds a file that is not there from the beginning, and what it brings along in its turn. */
function bring(name, brought) {
  if (first.has(name) || brought.has(name)) return;
  brought.add(name);
  if (!name.endsWith('.js')) return;
  const text = readFileSync(join(dist, name), 'utf8');
  const imports = text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g);
  for (const [, from] of imports) bring(`assets/${from}`, brought);
}

function judge(what, names, budget, found) {
  let total = 0;
  for (const name of names) {
    total += size(name);
    console.log(`${String(size(name)).padStart(9)}  ${name}`);
  }
  console.log(`${String(total).padStart(9)}  of ${budget} for ${what}, gzip`);
  if (found && total <= budget) return;
  console.error(`${what}: over its budget, or not found`);
  process.exitCode = 1;
}

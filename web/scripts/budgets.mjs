// Fails when the console has become larger than it may be. Run after `npm run build`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The most that the first load of /inbox may weigh: script and style, gzip, in bytes. */
const FIRST_LOAD = 230_000;
/** The most that the rules studio may weigh on top of it. */
const STUDIO = 150_000;

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const size = (name) => statSync(join(dist, existsSync(join(dist, `${name}.gz`)) ? `${name}.gz` : name)).size;

const index = readFileSync(join(dist, 'index.html'), 'utf8');
const linked = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
// One catalogue is fetched before anything is shown.
const catalogues = readdirSync(join(dist, 'assets')).filter((name) => /^(ja|en)-[^.]+\.js$/.test(name));
const largest = catalogues.map((name) => `assets/${name}`).sort((a, b) => size(b) - size(a))[0];

let total = 0;
for (const name of [...new Set([...linked, largest])]) {
  total += size(name);
  console.log(`${String(size(name)).padStart(9)}  ${name}`);
}
console.log(`${String(total).padStart(9)}  of ${FIRST_LOAD} for the first load of /inbox, gzip`);
if (catalogues.length === 0 || linked.length === 0 || total > FIRST_LOAD) {
  console.error('the first load of the console is over its budget');
  process.exitCode = 1;
}

// What the studio brings along, and whatever that brings along in its turn. Comparing files comes later.
const files = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));
const there = new Set([...linked, largest]);
const brought = new Set();
const bring = (name) => {
  if (there.has(name) || brought.has(name)) return;
  brought.add(name);
  if (!name.endsWith('.js')) return;
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, from] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
    bring(`assets/${from}`);
};
for (const name of files)
  if (/^(studio|rules|rules-ja|version-list)-[^-]{8}\.(js|css)$/.test(name)) bring(`assets/${name}`);
const studio = [...brought].reduce((sum, name) => sum + size(name), 0);
for (const name of brought) console.log(`${String(size(name)).padStart(9)}  ${name}`);
console.log(`${String(studio).padStart(9)}  of ${STUDIO} for the rules studio, gzip`);
if (brought.size < 3 || studio > STUDIO) {
  console.error('the rules studio is over its budget');
  process.exitCode = 1;
}

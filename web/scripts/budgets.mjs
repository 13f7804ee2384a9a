// Fails when the console has become larger than it may be. Run after `npm run build`.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The most that the first load of /inbox may weigh: script and style, gzip, in bytes. */
const FIRST_LOAD = 230_000;

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

// Puts a gzip copy beside every file of the build that text compression makes smaller; the desk serves it as it is.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(js|css|html|svg|json)$/.test(name)) continue;
  const bytes = readFileSync(join(dist, name));
  const small = gzipSync(bytes, { level: 9 });
  if (small.length < bytes.length) writeFileSync(join(dist, `${name}.gz`), small);
}

// Makes shared/src/schema.ts from the OpenAPI document of the desk, or with `--check` says whether it still fits.
//
// The document comes from `cargo xtask openapi`, or from the file that OPENAPI names, where it is at hand already.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapi, { astToString } from 'openapi-typescript';

const target = new URL('../shared/src/schema.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'openapi-'));

function document() {
  if (process.env.OPENAPI) return process.env.OPENAPI;
  const out = join(folder, 'openapi.json');
  const made = spawnSync('cargo', ['xtask', 'openapi', '--out', out], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (made.status !== 0) throw new Error('`cargo xtask openapi` failed');
  return out;
}

try {
  const types = astToString(await openapi(pathToFileURL(document()), { alphabetize: true }));
  const head = '// Made by `npm run types` from the OpenAPI document of the desk. Not edited by hand.\n';
  if (!process.argv.includes('--check')) {
    writeFileSync(target, head + types);
  } else if (readFileSync(target, 'utf8') !== head + types) {
    console.error(
      'shared/src/schema.ts does not fit the API any more: run `npm run types` in web/ and commit it',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

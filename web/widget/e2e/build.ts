/** Builds the widget before anything is tested, so that what is tested is what is written. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default () => {
  execFileSync(process.execPath, [fileURLToPath(new URL('../scripts/build.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
};

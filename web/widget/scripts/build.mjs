// Builds web/dist/widget: the panel under a hashed name, then the loader, which names it; the demo page and
// the page for web views.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

// A test runner's environment would make it a build for developers.
process.env.NODE_ENV = 'production';

const here = fileURLToPath(new URL('..', import.meta.url));
const out = fileURLToPath(new URL('../../dist/widget', import.meta.url));

const bundle = (entry, format, fileName, define = {}) => ({
  root: here,
  configFile: false,
  logLevel: 'warn',
  define,
  build: {
    outDir: out,
    emptyOutDir: false,
    target: 'es2022',
    cssTarget: 'safari16.4',
    lib: { entry: `src/${entry}`, formats: [format], name: 'chat' },
    rolldownOptions: {
      preserveEntrySignatures: 'allow-extension',
      output: { minify: true, entryFileNames: fileName, chunkFileNames: 'assets/[name]-[hash].js' },
    },
  },
});

await rm(out, { recursive: true, force: true });
await build(bundle('panel.tsx', 'es', 'assets/[name]-[hash].js'));
const panel = (await readdir(`${out}/assets`)).find((name) => name.startsWith('panel-'));
await build(bundle('loader.ts', 'iife', 'loader.js', { PANEL: JSON.stringify(`assets/${panel}`) }));
for (const page of ['demo', 'embed']) {
  const to = fileURLToPath(new URL(`../../dist/${page}`, import.meta.url));
  await mkdir(to, { recursive: true });
  await cp(`${here}/host/${page}`, to, { recursive: true });
}

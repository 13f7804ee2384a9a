import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk that `npm run dev` shows: `cargo dev`, unless DESK names another. */
const desk = process.env.DESK ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { outDir: '../dist', emptyOutDir: false, assetsInlineLimit: 0 },
  server: {
    proxy: {
      '/v1': {
        target: desk,
        ws: true,
        // Writes are refused from any origin but the desk's own.
        headers: { origin: desk },
      },
    },
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: './build.ts',
    // Each file has a desk and a browser of its own; two cores carry one of them well.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine is no fault of the messenger's.
    expect: { poll: { timeout: 15_000 } },
  },
});

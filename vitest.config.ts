import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Synthesis and the bundles are CPU work; two workers keep a 2-core machine busy without thrashing it.
    maxWorkers: 2,
  },
});

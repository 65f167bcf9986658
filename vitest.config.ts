import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // The examples import the package by its name, as an application does.
    alias: { 'cdk-atlas-privatelink': fileURLToPath(new URL('./lib/index.ts', import.meta.url)) },
  },
  test: {
    globalSetup: ['test/bundle-handlers.ts'],
    setupFiles: ['test/setup.ts'],
    include: ['test/**/*.test.ts'],
    // Loading the CDK takes seconds: once for each worker, not once for each file.
    isolate: false,
    env: {
      // CloudFormation's own rules, which take seconds in each synthesis. The tests of the ready-made app turn them on.
      CDK_VALIDATION: 'false',
      // The functions run on Node.js 24; that the tests may run on 20 is known.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    // A limit is for what hangs: the first world of a worker loads the CDK and the AWS SDK, which takes seconds, and many
    // times that on a machine that is busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Synthesis and the bundles are CPU work; two workers keep a 2-core machine busy without thrashing it.
    maxWorkers: 2,
  },
});

import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../bin/bundle.js';
import { bundleCommandLine } from '../bin/bundle-command-line.js';
import { CODE_STORE_PREFIX } from '../local/aws/lambda/container-threads.js';

/**
 * Runs once before all tests: synthesis and the local world read the bundles in `dist/handlers`, and tests run the
 * command line.
 */
export async function setup(): Promise<void> {
  await Promise.all([bundleHandlers(), bundleCommandLine()]);
}

/** The workers of the tests are stopped before they can remove their files. */
export function teardown(): void {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(`${CODE_STORE_PREFIX}${process.pid}-`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../bin/bundle.js';
import { bundleCommandLine } from '../bin/bundle-command-line.js';
import { CODE_STORE_PREFIX } from '../local/aws/lambda/container-threads.js';

/** Once before all tests: synthesis and the local world take the bundles from `dist/handlers`; the command line runs. */
export async function setup(): Promise<void> {
  await Promise.all([bundleHandlers(), bundleCommandLine()]);
}

/** The workers of the tests are ended before they could remove what they have stored. */
export function teardown(): void {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith(`${CODE_STORE_PREFIX}${process.pid}-`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

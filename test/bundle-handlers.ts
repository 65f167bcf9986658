import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandlers } from '../bin/bundle.js';
import { bundleCommandLine } from '../bin/bundle-command-line.js';

let folder: string | undefined;

/**
 * Runs once before all tests: synthesis and the local world read the bundles in `dist/handlers`, and tests run the
 * command line.
 *
 * Temporary files of all workers and of their processes go to one folder, because the CDK leaves its own, and workers
 * are stopped before they can remove theirs.
 */
export async function setup(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-tests-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  await Promise.all([bundleHandlers(), bundleCommandLine()]);
}

export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

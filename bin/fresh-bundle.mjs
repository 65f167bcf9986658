/** Bundles a program before it starts from a checkout. Plain JavaScript, because it runs before anything is built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Ends the process if bundling fails.
 *
 * @param {string} bundler file in this folder
 * @param {string} program name of the program in messages
 */
export function freshBundle(bundler, program) {
  const file = fileURLToPath(new URL(bundler, import.meta.url));
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  // Standard output is reserved for the program.
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', file], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) return;
  process.stderr.write(`error: ${program} cannot be bundled.\nRun npm ci in the checkout, then try again.\n`);
  process.exit(1);
}

/** Makes `npx atlas-privatelink` in a checkout what its sources say: npm links the bin of a workspace before anything is built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const bundler = ['--import', 'tsx', 'bin/bundle-command-line.ts'];
// Standard output belongs to the command.
const { status } = spawnSync(process.execPath, bundler, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
if (status !== 0) {
  process.stderr.write(
    'error: The command line cannot be bundled.\nRun npm ci in the checkout, then try again.\n',
  );
  process.exit(1);
}

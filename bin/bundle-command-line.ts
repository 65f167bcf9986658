/** Bundles the command line into one file, so that `npx` has nothing else to load. */
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { HANDLER_BUILD_OPTIONS } from './bundle-options.js';
import { newestChange } from './newest-change.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const COMMAND_LINE_FILE = join(ROOT, 'dist', 'cli', 'atlas-privatelink.mjs');

const INPUTS = ['bin', 'cli', 'lambda', 'package.json', 'package-lock.json'];

/** For `npm run cli`, which is to be what the sources say. */
export async function bundleCommandLineIfStale(): Promise<void> {
  const builtAt = await stat(COMMAND_LINE_FILE).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );
  const changedAt = await Promise.all(INPUTS.map((input) => newestChange(join(ROOT, input))));
  if (builtAt < Math.max(...changedAt)) await bundleCommandLine();
}

/** @returns its size in bytes */
export async function bundleCommandLine(outfile = COMMAND_LINE_FILE): Promise<number> {
  const { metafile } = await build({
    ...HANDLER_BUILD_OPTIONS,
    // The oldest Node.js that the package runs on; the functions have a newer one.
    target: 'node20',
    splitting: false,
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'bin', 'atlas-privatelink.ts')],
    outfile,
    define: { 'process.env.ATLAS_PRIVATELINK_VERSION': JSON.stringify(await packageVersion()) },
  });
  await chmod(outfile, 0o755);
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

async function packageVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCommandLineIfStale();

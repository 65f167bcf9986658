/** Bundles a program into the single file of its package, so that `npx` installs no dependencies. */
import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { HANDLER_BUILD_OPTIONS } from './bundle-options.js';
import { literalSchemaKeys } from './literal-schema-keys.js';
import { newestChange } from './newest-change.js';
import { bundleRecords } from './notices/bundle-records.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Program {
  /** Folder below `packages`, and name of the bundle. */
  readonly name: string;
  /** Entry file in `bin`. */
  readonly entry: string;
  /** Files and folders whose change makes the bundle stale. */
  readonly inputs: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

export function programFile({ name }: Program): string {
  return join(ROOT, 'packages', name, 'dist', `${name}.mjs`);
}

/** Bundles if a source is newer than the bundle, so that a checkout runs its current sources. */
export async function bundleProgramIfStale(program: Program): Promise<void> {
  const builtAt = await stat(programFile(program)).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.NEGATIVE_INFINITY,
  );
  const changedAt = await Promise.all(program.inputs.map((input) => newestChange(join(ROOT, input))));
  if (builtAt < Math.max(...changedAt)) await bundleProgram(program);
}

export async function bundleProgram(program: Program): Promise<void> {
  const outfile = programFile(program);
  const records = bundleRecords(program.name, dirname(outfile));
  const options = programBuild(program);
  await build({ ...options, plugins: [...options.plugins, records] });
  await chmod(outfile, 0o755);
}

/** esbuild options of the program, without the plugin for notices and SBOM. */
export function programBuild(program: Program) {
  return {
    ...HANDLER_BUILD_OPTIONS,
    // The oldest Node.js that the packages support; the functions use a newer one.
    target: 'node20',
    splitting: false,
    // commander derives the names of its errors from their classes; errors of the functions have literal names.
    keepNames: true,
    // The SBOM describes the package of this folder.
    absWorkingDir: join(ROOT, 'packages', program.name),
    entryPoints: [join(ROOT, 'bin', program.entry)],
    outfile: programFile(program),
    define: { ...program.define },
    plugins: [literalSchemaKeys()],
  };
}

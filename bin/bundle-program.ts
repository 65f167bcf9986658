/** Bundles a program into the one file of its package, so that `npx` has nothing else to load. */
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
  /** Folder below `packages`, and the name of the file. */
  readonly name: string;
  /** File in `bin`. */
  readonly entry: string;
  /** What it is made of: files and folders. */
  readonly inputs: readonly string[];
  readonly define?: Readonly<Record<string, string>>;
}

export function programFile({ name }: Program): string {
  return join(ROOT, 'packages', name, 'dist', `${name}.mjs`);
}

/** For a start from the sources, which is to be what they say. */
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

/** Without what is written beside the program. */
export function programBuild(program: Program) {
  return {
    ...HANDLER_BUILD_OPTIONS,
    // The oldest Node.js that the packages run on; the functions have a newer one.
    target: 'node20',
    splitting: false,
    // commander names its errors after their classes; errors of the functions have literal names.
    keepNames: true,
    // The SBOM is that of the package of this folder.
    absWorkingDir: join(ROOT, 'packages', program.name),
    entryPoints: [join(ROOT, 'bin', program.entry)],
    outfile: programFile(program),
    define: { ...program.define },
    plugins: [literalSchemaKeys()],
  };
}

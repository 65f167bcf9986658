import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../check-apps/packed.js';

/** Created once for each list of packages. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/atlas-privatelink-python', import.meta.url));

/** Programs of Python packages, installed together from PyPI. */
export interface VirtualEnvironment {
  /** Path of a program, such as `cfn-lint`. */
  program(name: string): string;
}

/** @returns undefined if no Python 3 is available that can create an environment */
export function virtualEnvironment(
  name: string,
  packages: readonly string[],
): VirtualEnvironment | undefined {
  if (spawnSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status !== 0)
    return undefined;
  const folder = join(CACHE, `${name}-${packages.join('-').replace(/[^A-Za-z0-9.-]+/g, '-')}`);
  const program = (file: string) => join(folder, 'bin', file);
  if (!existsSync(join(folder, 'complete'))) {
    run('.', 'python3', ['-m', 'venv', '--clear', folder]);
    run('.', program('pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages]);
    run('.', 'touch', [join(folder, 'complete')]);
  }
  return { program };
}

/** Message of a check that requires Python if none is available. */
export function withoutPython(what: string): string {
  return `skipped  ${what}: there is no python3 with venv on this machine, and nothing of it was checked`;
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../check-apps/packed.js';

/** Made once; another list of packages has another folder. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/atlas-privatelink-python', import.meta.url));

/** Programs of Python packages, installed from PyPI beside each other. */
export interface VirtualEnvironment {
  /** Path of a program, such as `cfn-lint`. */
  program(name: string): string;
}

/** @returns undefined where there is no Python 3 that can make one */
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

/** The plain line of a check that needs Python and has none. */
export function withoutPython(what: string): string {
  return `skipped  ${what}: there is no python3 with venv on this machine, and nothing of it was checked`;
}

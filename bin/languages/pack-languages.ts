/** Packages for other languages, made by jsii-pacmak of the tarball that goes to npm. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../check-apps/packed.js';
import type { Language } from './language.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACMAK = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');

/** What jsii-pacmak calls each, and the folder that it writes. */
const TARGETS: Readonly<Record<Language, string>> = {
  python: 'python',
  java: 'java',
  go: 'go',
  csharp: 'dotnet',
};

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<'aws-cdk-lib' | 'constructs', string>>;
}

export function manifest(): Manifest {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
}

/** The oldest release in a range such as `^2.224.0`. */
export function oldestIn(range: string): string {
  const oldest = /^\^(\d+\.\d+\.\d+)$/.exec(range)?.[1];
  if (oldest === undefined) throw new Error(`expected a range like ^2.224.0, received "${range}"`);
  return oldest;
}

/**
 * Installs the tarball beside the oldest CDK that it takes: jsii-pacmak writes the release that is installed into Go's
 * module file, and Go takes no older one.
 *
 * @returns folder of the installed package
 */
export function installBesideOldest(folder: string, tarball: string): string {
  const { name, peerDependencies } = manifest();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}\n');
  const peers = Object.entries(peerDependencies).map(([peer, range]) => `${peer}@${oldestIn(range)}`);
  install(folder, ['--save-exact', ...peers, '@types/node@20', tarball]);
  return join(folder, 'node_modules', name);
}

/**
 * @param installed of {@link installBesideOldest}
 * @returns the folder with what was made for the language
 */
export function packFor(
  language: Language,
  { installed, tarball, out }: { installed: string; tarball: string; out: string },
): string {
  const target = TARGETS[language];
  execFileSync(
    PACMAK,
    [
      installed,
      ...['--targets', target, '--outdir', out, '--pack-command', `echo ${JSON.stringify(tarball)}`],
      ...(language === 'csharp' ? ['--code-only'] : []),
    ],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    },
  );
  return join(out, target);
}

/** The one file in a folder whose name ends so. */
export function fileIn(folder: string, ending: string): string {
  const found = readdirSync(folder).filter((file) => file.endsWith(ending));
  if (found.length !== 1)
    throw new Error(`expected one file …${ending} in ${folder}, received ${found.join(', ') || 'none'}`);
  return join(folder, String(found[0]));
}

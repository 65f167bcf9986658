/** Generates packages for other languages with jsii-pacmak, from the tarball that is published on npm. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../check-apps/packed.js';
import type { Language } from './language.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACMAK = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');

/** jsii-pacmak's name of each language, and the folder that it writes. */
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

/** The oldest release in a range such as `^2.220.0`. */
export function oldestIn(range: string): string {
  const oldest = /^\^(\d+\.\d+\.\d+)$/.exec(range)?.[1];
  if (oldest === undefined) throw new Error(`expected a range like ^2.220.0, received "${range}"`);
  return oldest;
}

/**
 * The Go module of aws-cdk-lib does not compile with a later minor release of constructs than the one it was generated
 * with, and Go selects the release of constructs that this library requires. This is the oldest release of aws-cdk-lib
 * known to compile.
 */
const OLDEST_CDK_IN_GO = '2.240.0';

/** The oldest release of aws-cdk-lib that the package of a language supports. */
export function oldestCdk(language: Language): string {
  return language === 'go' ? OLDEST_CDK_IN_GO : oldestIn(manifest().peerDependencies['aws-cdk-lib']);
}

/**
 * Installs the tarball and a release of the CDK in a new folder. jsii-pacmak reads its types, and writes the release
 * into Go's module file as the minimum.
 *
 * @returns folder of the installed package
 */
export function installBeside(cdk: string, folder: string, tarball: string): string {
  const { name, peerDependencies } = manifest();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const constructs = oldestIn(peerDependencies.constructs);
  install(folder, [`aws-cdk-lib@${cdk}`, `constructs@${constructs}`, '@types/node@20', tarball]);
  return join(folder, 'node_modules', name);
}

/**
 * @param installed folder returned by {@link installBeside}
 * @returns folder with the output for the language
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

/** The only file in a folder with this ending. */
export function fileIn(folder: string, ending: string): string {
  const found = readdirSync(folder).filter((file) => file.endsWith(ending));
  if (found.length !== 1)
    throw new Error(`expected one file …${ending} in ${folder}, received ${found.join(', ') || 'none'}`);
  return join(folder, String(found[0]));
}

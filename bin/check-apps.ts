/**
 * `npm run check:apps`: packs the library and synthesizes its smallest example in apps of several kinds, each in a new
 * folder with packages from the registry. `npm run check:apps -- classic` checks only the app of that name.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from './check-apps/app.js';
import { apps } from './check-apps/apps.js';
import { failureText, pack, refusalOf, synthesize } from './check-apps/packed.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly peerDependencies: Readonly<Record<'aws-cdk-lib' | 'constructs', string>>;
}

function check(folder: string, tarball: string, app: App): boolean {
  try {
    console.log(`passed  ${app.name}: ${madeOf(app)}: ${outcomeOf(join(folder, app.name), tarball, app)}`);
    return true;
  } catch (error) {
    console.log(`failed  ${app.name}: ${failureText(error)}`);
    return false;
  }
}

function madeOf({ init, packageManager, packages }: App): string {
  if (init !== undefined) return `"cdk init app --language ${init}", its synthesis and its Jest`;
  return [...(packageManager === undefined ? [] : [`by ${packageManager}`]), ...packages].join(' ');
}

function outcomeOf(folder: string, tarball: string, app: App): string {
  if (app.refusal !== undefined) return refusalOf(folder, tarball, app, app.refusal);
  return `${synthesize(folder, tarball, app)} resources`;
}

const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const floor = peerDependencies['aws-cdk-lib'].replace('^', '');
const wanted = process.argv.slice(2);
const chosen = apps(floor).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-apps-'));
try {
  const tarball = pack(folder);
  const passed = chosen.filter((app) => check(folder, tarball, app)).length;
  console.log(`${passed} passed, ${chosen.length - passed} failed`);
  process.exitCode = passed === chosen.length && passed > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

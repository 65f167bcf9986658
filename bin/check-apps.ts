/**
 * Packs the library and synthesizes its smallest example in apps as users have them, each in a folder of its own with
 * packages from the registry: `npm run check:apps`, or `npm run check:apps -- classic` for the apps of that name.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, apps } from './check-apps/apps.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly peerDependencies: Readonly<Record<'aws-cdk-lib' | 'constructs', string>>;
}

/** @returns what the command has printed */
function run(folder: string, command: string, parameters: readonly string[]): string {
  return execFileSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function pack(folder: string): string {
  run(ROOT, 'npm', ['pack', '--silent', '--pack-destination', folder]);
  const [packed] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  if (packed === undefined) throw new Error('npm pack made no tarball');
  return join(folder, packed);
}

/** @returns the number of resources in the synthesized stack */
function synthesize(folder: string, tarball: string, app: App): number {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(app.files)) writeFileSync(join(folder, name), text);
  run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--silent', ...app.packages, tarball]);
  for (const command of app.before) run(folder, 'npx', command);
  return Number(run(folder, 'npx', app.start).trim().split('\n').at(-1));
}

function check(folder: string, tarball: string, app: App): boolean {
  try {
    const count = synthesize(join(folder, app.name), tarball, app);
    if (!(count > 0)) throw new Error('the app printed no number of resources');
    console.log(`passed  ${app.name}: ${app.packages.join(' ')}: ${count} resources`);
    return true;
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
    console.log(`failed  ${app.name}: ${message}\n${stdout}${stderr}`);
    return false;
  }
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

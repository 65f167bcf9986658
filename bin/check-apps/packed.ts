/** Packages as users get them: packed here, and installed from the tarball in a new folder. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from './app.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');
/** The last major version that supports the oldest Node.js of this package. */
const PNPM = 'pnpm@10.34.8';

/** @returns the output of the command */
export function run(folder: string, command: string, parameters: readonly string[]): string {
  return execFileSync(command, parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
}

/**
 * @param source folder of the package, relative to the root
 * @returns path of the tarball, in a new folder below the given one
 */
export function pack(folder: string, source = '.'): string {
  const destination = mkdtempSync(join(folder, 'tarball-'));
  run(join(ROOT, source), 'npm', ['pack', '--silent', '--pack-destination', destination]);
  const [packed] = readdirSync(destination).filter((file) => file.endsWith('.tgz'));
  if (packed === undefined) throw new Error('npm pack made no tarball');
  return join(destination, packed);
}

/** Installs the tarball and packages from the registry in a new folder. */
export function install(folder: string, packages: readonly string[], options: readonly string[] = []): void {
  run(folder, 'npm', ['install', '--no-audit', '--no-fund', '--silent', ...options, ...packages]);
}

function installWith({ packageManager = 'npm' }: App, folder: string, packages: readonly string[]): void {
  if (packageManager === 'npm') install(folder, packages);
  else run(folder, 'npx', ['--yes', PNPM, 'add', '--silent', '--store-dir', `${folder}-store`, ...packages]);
}

/** @returns number of resources in the synthesized stack */
export function synthesize(folder: string, tarball: string, app: App): number {
  writeApp(folder, app);
  installWith(app, folder, [...app.packages, tarball]);
  for (const command of app.before) run(folder, 'npx', command);
  const count = Number(run(folder, 'npx', app.start).trim().split('\n').at(-1));
  if (!(count > 0)) throw new Error('the app printed no number of resources');
  return count;
}

/**
 * Runs an app that the library must refuse.
 *
 * @returns the text of the refusal
 */
export function refusalOf(folder: string, tarball: string, app: App, words: string): string {
  writeApp(folder, app);
  install(folder, [...app.packages, tarball], ['--legacy-peer-deps']);
  const line = outputOf(() => run(folder, 'npx', app.start))
    .split('\n')
    .find((one) => one.startsWith('Error: '));
  if (line?.includes(words) !== true) throw new Error(`expected "${words}", received ${line ?? 'no error'}`);
  return line;
}

function outputOf(command: () => string): string {
  try {
    return command();
  } catch (error) {
    return failureText(error);
  }
}

function writeApp(folder: string, { init, files }: App): void {
  mkdirSync(folder);
  if (init !== undefined) run(folder, CDK, ['init', 'app', '--language', init, '--generate-only']);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** Message of a failed command of {@link run}, including its output. */
export function failureText(error: unknown): string {
  const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
  return `${message}\n${stdout}${stderr}`;
}

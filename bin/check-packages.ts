/** `npm run check:packages`: packs the three packages, installs each one alone, and uses each as its users do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HANDLERS } from '../lambda/contract/handlers.js';
import { handlerBuild } from './bundle.js';
import { COMMAND_LINE as COMMAND_LINE_PROGRAM } from './bundle-command-line.js';
import { programBuild } from './bundle-program.js';
import { SIMULATOR as SIMULATOR_PROGRAM } from './bundle-simulator.js';
import { apps } from './check-apps/apps.js';
import { failureText, install, pack, run, synthesize } from './check-apps/packed.js';
import { digestStatuses } from './check-packages/digest-request.js';
import { type PackedBundle, recordsIn, requireLegalFiles } from './check-packages/records.js';

const COMMAND_LINE = 'atlas-privatelink';
const SIMULATOR = 'atlas-privatelink-simulator';

/** Bundles of the single functions, and of the package as a whole. */
const LIBRARY_BUNDLES: readonly PackedBundle[] = HANDLERS.map((name) => ({
  folder: join('dist', 'handlers', name),
  alsoIn: 'dist',
  build: { ...handlerBuild(name), outdir: name },
}));

/** Returns a description of the result; throws if the proof fails. */
type Proof = (folder: string) => string | Promise<string>;

const PROOFS: Readonly<Record<string, Proof>> = {
  'cdk-atlas-privatelink': async (folder) => {
    const [newest] = apps('').filter(({ name }) => name === 'newest');
    if (newest === undefined) throw new Error('no app with the newest aws-cdk-lib');
    const tarball = pack(folder);
    const resources = synthesize(join(folder, 'app'), tarball, newest);
    const records = await recordsOf(folder, tarball, LIBRARY_BUNDLES);
    return `a CDK app imports it and has ${resources} resources; ${records}`;
  },
  [COMMAND_LINE]: async (folder) => {
    const { app, size, tarball } = installAlone(folder, COMMAND_LINE);
    const help = run(app, 'npx', ['--no-install', COMMAND_LINE, '--help']);
    if (!help.includes('doctor')) throw new Error(`--help does not name the commands:\n${help}`);
    const version = run(app, 'npx', ['--no-install', COMMAND_LINE, '--version']).trim();
    const records = await recordsOf(folder, tarball, [
      { folder: 'dist', build: programBuild(COMMAND_LINE_PROGRAM) },
    ]);
    return `${size}; version ${version} prints its help; ${records}`;
  },
  [SIMULATOR]: async (folder) => {
    const { app, size, tarball } = installAlone(folder, SIMULATOR);
    const records = await recordsOf(folder, tarball, [
      { folder: 'dist', build: programBuild(SIMULATOR_PROGRAM) },
    ]);
    return `${size}; ${await askSimulator(app)}; ${records}`;
  },
};

interface Installed {
  readonly app: string;
  readonly size: string;
  readonly tarball: string;
}

/** Checks that the package installs no other packages. */
function installAlone(folder: string, name: string): Installed {
  const tarball = pack(folder, join('packages', name));
  const app = join(folder, 'app');
  mkdirSync(app);
  install(app, [tarball]);
  const installed = readdirSync(join(app, 'node_modules')).filter((entry) => !entry.startsWith('.'));
  if (installed.join() !== name)
    throw new Error(`expected ${name} alone in node_modules, received ${installed.join(', ')}`);
  const bytes = readFileSync(tarball).length;
  return { app, tarball, size: `one package of ${Math.round(bytes / 1024)} KB` };
}

/** Checks licence, notices and SBOMs in the tarball. */
async function recordsOf(folder: string, tarball: string, bundles: readonly PackedBundle[]): Promise<string> {
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  run(folder, 'tar', ['-xzf', tarball, '-C', unpacked]);
  const root = join(unpacked, 'package');
  requireLegalFiles(root);
  return recordsIn(root, bundles);
}

async function askSimulator(app: string): Promise<string> {
  const program = join(app, 'node_modules', '.bin', SIMULATOR);
  const child = spawn(program, ['--port', '0', '--json', '--journal'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const connection = JSON.parse((await lines.next()).value ?? '');
    const path = `/api/atlas/v2/groups/${connection.projectIds[0]}/privateEndpoint/AWS/endpointService`;
    const statuses = await digestStatuses(`${connection.url}${path}`, connection);
    if (statuses.join() !== '401,200') throw new Error(`the simulator answered ${statuses.join(', ')}`);
    const journal = [await lines.next(), await lines.next()].map(
      ({ value }) => JSON.parse(value ?? '').status,
    );
    if (journal.join() !== '401,200') throw new Error(`the journal has ${journal.join(', ')}`);
    return `GET …/endpointService answered ${statuses.join(', then ')} and is in the journal`;
  } finally {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

async function holds(name: string, proof: Proof): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-package-'));
  try {
    console.log(`passed  ${name}: ${await proof(folder)}`);
    return true;
  } catch (error) {
    console.log(`failed  ${name}: ${failureText(error)}`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let failed = 0;
for (const [name, proof] of Object.entries(PROOFS)) if (!(await holds(name, proof))) failed += 1;
console.log(`${Object.keys(PROOFS).length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

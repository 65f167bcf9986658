/** `npm run check:packages`: packs the three packages, installs each alone, and uses each as its users do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { apps } from './check-apps/apps.js';
import { failureText, install, pack, run, synthesize } from './check-apps/packed.js';
import { digestStatuses } from './check-packages/digest-request.js';

const COMMAND_LINE = 'atlas-privatelink';
const SIMULATOR = 'atlas-privatelink-simulator';

/** @returns what it has shown; throws where it has not */
type Proof = (folder: string) => string | Promise<string>;

const PROOFS: Readonly<Record<string, Proof>> = {
  'cdk-atlas-privatelink': (folder) => {
    const [newest] = apps('').filter(({ name }) => name === 'newest');
    if (newest === undefined) throw new Error('no app with the newest aws-cdk-lib');
    return `a CDK app imports it and has ${synthesize(join(folder, 'app'), pack(folder), newest)} resources`;
  },
  [COMMAND_LINE]: (folder) => {
    const { app, size } = installAlone(folder, COMMAND_LINE);
    const help = run(app, 'npx', ['--no-install', COMMAND_LINE, '--help']);
    if (!help.includes('doctor')) throw new Error(`--help does not name the commands:\n${help}`);
    const version = run(app, 'npx', ['--no-install', COMMAND_LINE, '--version']).trim();
    return `${size}; version ${version} prints its help`;
  },
  [SIMULATOR]: async (folder) => {
    const { app, size } = installAlone(folder, SIMULATOR);
    return `${size}; ${await askSimulator(app)}`;
  },
};

/** Nothing but the package itself may come with it. */
function installAlone(folder: string, name: string): { readonly app: string; readonly size: string } {
  const tarball = pack(folder, join('packages', name));
  const app = join(folder, 'app');
  mkdirSync(app);
  install(app, [tarball]);
  const installed = readdirSync(join(app, 'node_modules')).filter((entry) => !entry.startsWith('.'));
  if (installed.join() !== name) throw new Error(`installed with it: ${installed.join(', ')}`);
  for (const file of ['LICENSE', 'README.md'])
    if (!existsSync(join(app, 'node_modules', name, file))) throw new Error(`${file} is not in the package`);
  const bytes = readFileSync(tarball).length;
  return { app, size: `one package of ${Math.round(bytes / 1024)} KB` };
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
    return `GET …/endpointService answered ${statuses.join(', then ')}, and stands in the journal`;
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

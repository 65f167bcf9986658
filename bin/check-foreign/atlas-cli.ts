/** Has the Atlas CLI make, read and remove what the simulator has. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AtlasServer } from '../../local/atlas/index.js';
import { acceleratedClock } from './accelerated-clock.js';
import { ran, versionOf } from './terraform.js';

const KEY = { publicKey: 'foreign', privateKey: '00000000-aaaa-4bbb-8ccc-000000000004' };
const AWS_ENDPOINT = 'vpce-0a1b2c3d4e5f60718';
const FEDERATED_ENDPOINT = 'vpce-0a1b2c3d4e5f60719';
const AZURE_ENDPOINT =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/endpoint';
/** A deletion of a service takes minutes, of which each lasts three seconds here. */
const MAX_POLLS = 60;

/** Runs the CLI with these arguments; resolves with what it prints. */
type Run = (...parameters: readonly string[]) => Promise<string>;

/**
 * @returns what was done, with the version; undefined without the program
 * @throws Error with the command and its output
 */
export async function checkAtlasCli(program = 'atlas'): Promise<string | undefined> {
  const version = await cliVersion(program);
  if (version === undefined) return undefined;
  const home = mkdtempSync(join(tmpdir(), 'atlas-cli-'));
  const server = await new AtlasServer({ clock: acceleratedClock() }).start();
  try {
    const project = server.world.createProject();
    server.identities.addApiKey({ ...KEY, roles: { [project.id]: 'owner' } });
    const run = runner(program, environmentOf(server.url, project.id, home));
    await expectText(run('projects', 'list', '-o', 'json'), project.id);
    for (const check of [checkAws, checkAzure, checkRegionalMode, checkDataFederation]) await check(run);
    if (project.services.size > 0) throw new Error('the CLI has left an endpoint service');
    return `${version}: AWS and Azure services and links, regional mode and Data Federation made, read and removed`;
  } finally {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Without the profile of whoever runs the check, and without telemetry. */
function environmentOf(url: string, projectId: string, home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: home,
    DO_NOT_TRACK: '1',
    MONGODB_ATLAS_TELEMETRY_ENABLED: 'false',
    MONGODB_ATLAS_SKIP_UPDATE_CHECK: 'yes',
    MONGODB_ATLAS_OPS_MANAGER_URL: `${url}/`,
    MONGODB_ATLAS_PUBLIC_API_KEY: KEY.publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: KEY.privateKey,
    MONGODB_ATLAS_PROJECT_ID: projectId,
  };
}

function runner(program: string, environment: NodeJS.ProcessEnv): Run {
  return async (...parameters) => {
    const { code, text } = await ran(program, parameters, '.', environment);
    if (code !== 0) throw new Error(`atlas ${parameters.join(' ')} ended with ${code}:\n${text}`);
    return text;
  };
}

async function checkAws(run: Run): Promise<void> {
  const id = await createdId(run('privateEndpoints', 'aws', 'create', '--region', 'eu-west-1', '-o', 'json'));
  await run('privateEndpoints', 'aws', 'watch', id);
  const interfaces = ['privateEndpoints', 'aws', 'interfaces'];
  await run(...interfaces, 'create', id, '--privateEndpointId', AWS_ENDPOINT, '-o', 'json');
  const described = run(...interfaces, 'describe', AWS_ENDPOINT, '--endpointServiceId', id, '-o', 'json');
  await expectText(described, '"connectionStatus"');
  await expectText(run('privateEndpoints', 'aws', 'list', '-o', 'json'), AWS_ENDPOINT);
  await run(...interfaces, 'delete', AWS_ENDPOINT, '--endpointServiceId', id, '--force');
  await deleteService(run, 'aws', id, AWS_ENDPOINT);
}

async function checkAzure(run: Run): Promise<void> {
  const region = ['--region', 'EUROPE_WEST', '-o', 'json'];
  const id = await createdId(run('privateEndpoints', 'azure', 'create', ...region));
  await run('privateEndpoints', 'azure', 'watch', id);
  const interfaces = ['privateEndpoints', 'azure', 'interfaces'];
  const endpoint = ['--privateEndpointId', AZURE_ENDPOINT, '--privateEndpointIpAddress', '10.0.0.4'];
  await run(...interfaces, 'create', id, ...endpoint, '-o', 'json');
  const described = run(...interfaces, 'describe', AZURE_ENDPOINT, '--endpointServiceId', id, '-o', 'json');
  await expectText(described, '10.0.0.4');
  await run(...interfaces, 'delete', AZURE_ENDPOINT, '--endpointServiceId', id, '--force');
  await deleteService(run, 'azure', id, AZURE_ENDPOINT);
}

async function checkRegionalMode(run: Run): Promise<void> {
  await run('privateEndpoints', 'regionalModes', 'enable', '-o', 'json');
  await expectText(run('privateEndpoints', 'regionalModes', 'describe', '-o', 'json'), 'true');
  await run('privateEndpoints', 'regionalModes', 'disable', '-o', 'json');
  await expectText(run('privateEndpoints', 'regionalModes', 'describe', '-o', 'json'), 'false');
}

async function checkDataFederation(run: Run): Promise<void> {
  const endpoints = ['dataFederation', 'privateEndpoints'];
  await run(...endpoints, 'create', FEDERATED_ENDPOINT, '--comment', 'by the CLI', '-o', 'json');
  await expectText(run(...endpoints, 'list', '-o', 'json'), FEDERATED_ENDPOINT);
  await expectText(run(...endpoints, 'describe', FEDERATED_ENDPOINT, '-o', 'json'), 'by the CLI');
  await run(...endpoints, 'delete', FEDERATED_ENDPOINT, '--force');
}

/** A service is removed after its links; with the last of them, it may go by itself. */
async function deleteService(run: Run, cloud: string, id: string, endpoint: string): Promise<void> {
  const list = () => run('privateEndpoints', cloud, 'list', '-o', 'json');
  await until(async () => !(await list()).includes(endpoint));
  const services = await list();
  if (services.includes(id) && !services.includes('DELETING'))
    await run('privateEndpoints', cloud, 'delete', id, '--force');
  await until(async () => !(await list()).includes(id));
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    if (await isDone()) return;
    await setTimeout(1000);
  }
  throw new Error(`a service is still there after ${MAX_POLLS} polls`);
}

async function createdId(printed: Promise<string>): Promise<string> {
  const [, id] = /"id": ?"([0-9a-f]{24})"/.exec(await printed) ?? [];
  if (id === undefined) throw new Error(`create does not print an id:\n${await printed}`);
  return id;
}

async function expectText(printed: Promise<string>, text: string): Promise<void> {
  if (!(await printed).includes(text)) throw new Error(`"${text}" is missing in:\n${await printed}`);
}

/** The Atlas CLI prints its version with an option, not with a command. */
async function cliVersion(program: string): Promise<string | undefined> {
  const { code, text } = await ran(program, ['--version'], '.', process.env);
  return code === 0 ? text.trim().split('\n')[0] : await versionOf(program);
}

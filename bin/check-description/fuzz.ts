/** Has schemathesis send generated requests to the simulator, and compare the responses with the amended description. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtlasServer } from '../../local/atlas/index.js';
import type { VirtualEnvironment } from '../python/virtual-environment.js';
import type { Description } from './description.js';
import { RecordingClient } from './recording-client.js';

export const FUZZER = 'schemathesis==4.32.5';

const CLIENT = { clientId: 'mdb_sa_id_000000000000000000000001', clientSecret: 'mdb_sa_sk_fuzzer' };
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'ignored_auth',
];

export interface FuzzOptions {
  /** Folder for the amended description, the configuration and the reports. */
  readonly folder: string;
  readonly seed: number;
  /** Largest number of generated requests of each operation and phase. */
  readonly examples: number;
}

export interface FuzzResult {
  readonly passed: boolean;
  /** Output of schemathesis. */
  readonly text: string;
  /** Number of requests that the simulator received. */
  readonly requests: number;
}

export async function fuzz(
  description: Description,
  { program }: VirtualEnvironment,
  { folder, seed, examples }: FuzzOptions,
): Promise<FuzzResult> {
  // The services are available, and links become available, within the time of this run.
  const server = await new AtlasServer({ clock: fastClock() }).start();
  try {
    const file = join(folder, 'amended.json');
    writeFileSync(file, JSON.stringify(withKnownValues(description, settle(server))));
    const client = new RecordingClient(server.url);
    const authorization = await client.signIn(CLIENT.clientId, CLIENT.clientSecret);
    const before = server.journal.entries.length;
    const { code, text } = await output(folder, program('schemathesis'), [
      ...['run', file, '--url', server.url, '--checks', CHECKS.join(',')],
      ...['--seed', String(seed), '--max-examples', String(examples), '--workers', '1'],
      ...['-H', `Authorization: ${authorization}`],
      ...['-H', 'Accept: application/vnd.atlas.2025-03-12+json'],
      ...['--no-color', '--warnings', 'off', '--suppress-health-check', 'all', '--request-timeout', '20'],
    ]);
    return { passed: code === 0, text, requests: server.journal.entries.length - before };
  } finally {
    await server.close();
  }
}

/** Sixty times as fast as the machine's clock. */
function fastClock() {
  const begin = Date.now();
  return { now: () => begin + (Date.now() - begin) * 60 };
}

/** Values of path parameters for which there is something. */
type Known = Readonly<Record<string, readonly string[]>>;

const PLACES = [
  ['AWS', 'EU_WEST_1'],
  ['AZURE', 'EUROPE_WEST'],
  ['GCP', 'WESTERN_EUROPE'],
] as const;

/** Makes what generated requests may name. */
function settle(server: AtlasServer): Known {
  const { world } = server;
  const project = world.createProject();
  const services = PLACES.map(([provider, region]) => world.createService(project, provider, region, true));
  world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  world.createFederatedDatabase(project, { name: 'Archive' });
  server.identities.addServiceAccount({ ...CLIENT, roles: { [project.id]: 'owner' } });
  return {
    groupId: [project.id],
    orgId: [project.orgId],
    groupName: [project.name],
    clusterName: ['Main'],
    endpointServiceId: services.map(({ id }) => id),
  };
}

/** Offers the known values beside generated ones, so that both responses and refusals are tested. */
function withKnownValues(description: Description, known: Known): Description {
  return JSON.parse(JSON.stringify(description), (_, part) => {
    const values = part?.in === 'path' ? known[part.name] : undefined;
    return values === undefined ? part : { ...part, schema: { anyOf: [{ enum: values }, part.schema] } };
  });
}

function output(folder: string, command: string, parameters: readonly string[]) {
  return new Promise<{ code: number; text: string }>((resolve, reject) => {
    const child = spawn(command, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

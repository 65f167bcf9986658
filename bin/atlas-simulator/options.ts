import type { Fault } from '../../local/atlas/index.js';
import { OptionError, parseStrictly, wholeNumber } from '../options/program-options.js';
import { FAULTS_USAGE, faultOf } from './faults.js';
import { SETTINGS_USAGE, type Settings, settingsOf } from './settings.js';

const LARGEST_PORT = 65_535;
const MOST_SPEED = 100_000;

/** A name and its secret, or a cluster and its Region. */
export type Pair = readonly [string, string];

export interface SimulatorOptions {
  /** TCP port; 0 for a free one. */
  readonly port: number;
  readonly projectIds: readonly string[];
  /** Public key and private key. */
  readonly apiKey: Pair;
  /** Client id and client secret. */
  readonly serviceAccount: Pair;
  /** Name and Atlas Region of each cluster. */
  readonly clusters: readonly Pair[];
  /** Names of the Federated Database Instances. */
  readonly federatedDatabases: readonly string[];
  /** Ids of endpoints that Atlas refuses. */
  readonly rejected: readonly string[];
  /** World seconds for each real second. */
  readonly speed: number;
  readonly settings: Settings;
  readonly faults: readonly Fault[];
  readonly journal: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const SIMULATOR_USAGE = `Usage: atlas-privatelink-simulator [options]

Answers on loopback as the MongoDB Atlas Admin API does for private endpoints, until it is interrupted.

  --port N                      port of 127.0.0.1, 0 for a free one (default 8080)
  --project ID                  id of a project, 24 hexadecimal digits; repeatable
  --api-key PUBLIC:PRIVATE      API key that owns all projects (default: generated and printed)
  --service-account ID:SECRET   service account that owns all projects (default: generated and printed)
  --cluster NAME:REGION         cluster of every project in an Atlas region such as EU_WEST_1; repeatable
  --federated-database NAME     Federated Database Instance of every project; repeatable
  --reject ENDPOINT-ID          links of this endpoint become REJECTED, or FAILED on Azure and Google Cloud; repeatable
  --speed N                     world seconds for each real second (default 1)
  --set NAME=VALUE              changes a time or a behaviour, see below; repeatable
  --fault FAULT                 makes requests fail, see below; repeatable
  --journal                     print each request as one line of JSON
  --json                        print the connection as one line of JSON
  --help                        print this

${FAULTS_USAGE}

${SETTINGS_USAGE}`;

/** @throws OptionError for an unknown option or a value that is not accepted */
export function parseSimulatorOptions(args: readonly string[]): SimulatorOptions {
  const values = parse(args);
  const { project = ['000000000000000000000001'], cluster = [], reject = [] } = values;
  return {
    port: wholeNumber('--port', values.port ?? '8080', 0, LARGEST_PORT),
    projectIds: project.map(projectId),
    apiKey: pair('--api-key', values['api-key'] ?? 'simulator:00000000-aaaa-4bbb-8ccc-000000000001'),
    serviceAccount: pair(
      '--service-account',
      values['service-account'] ?? 'mdb_sa_id_000000000000000000000001:mdb_sa_sk_simulator',
    ),
    clusters: cluster.map((value) => pair('--cluster', value)),
    federatedDatabases: values['federated-database'] ?? [],
    rejected: reject,
    settings: settingsOf(values.set ?? []),
    faults: (values.fault ?? []).map(faultOf),
    speed: wholeNumber('--speed', values.speed ?? '1', 1, MOST_SPEED),
    journal: values.journal ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseStrictly(args, {
    port: { type: 'string' },
    project: { type: 'string', multiple: true },
    'api-key': { type: 'string' },
    'service-account': { type: 'string' },
    cluster: { type: 'string', multiple: true },
    'federated-database': { type: 'string', multiple: true },
    reject: { type: 'string', multiple: true },
    speed: { type: 'string' },
    set: { type: 'string', multiple: true },
    fault: { type: 'string', multiple: true },
    journal: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
}

function projectId(value: string): string {
  if (/^[0-9a-f]{24}$/.test(value)) return value;
  throw new OptionError(`--project: expected 24 hexadecimal digits, received "${value}".`);
}

/** The message does not repeat the value, which may contain a secret. */
function pair(option: string, value: string): Pair {
  const colon = value.indexOf(':');
  const [first, second] = [value.slice(0, Math.max(colon, 0)), value.slice(colon + 1)];
  if (first !== '' && second !== '') return [first, second];
  throw new OptionError(`${option}: expected two values with a colon between them.`);
}

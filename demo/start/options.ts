import { OptionError, parseStrictly, wholeNumber } from '../../bin/options/program-options.js';

export interface StartOptions {
  /** The automation, its whole life cycle, a stack that declares its link, a hub with its members, or Data Federation. */
  readonly scenario: Scenario;
  /** Number of VPC endpoints that are created at the same time. */
  readonly endpoints: number;
  readonly reject: boolean;
  readonly auth: 'digest' | 'oauth';
  /** World seconds for each real second. */
  readonly speed: number;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly help: boolean;
}

const SCENARIOS = ['automation', 'life', 'declared', 'organization', 'federation'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const DEFAULT_SPEED = 30;
/** The life cycle includes hours without events, so it runs faster. */
export const LIFE_SPEED = 600;
/** And the organization includes many hours: deployments, and reconciliations without a role. */
export const ORGANIZATION_SPEED = 1200;
export const MAX_ENDPOINTS = 2000;

export const USAGE = `Usage: npm start -- [options]

Builds the functions, synthesizes the real stack and runs it in a local world: a simulated
AWS account and Atlas project. Needs no account and no network.

  --scenario NAME      automation: a user creates VPC endpoints, and they are linked (default)
                       life: two endpoints from their creation to the removal of their links
                       declared: a stack creates service, endpoint and link, and reads them back
                       organization: one hub for three accounts in two Regions, of which one is
                       refused, one joins late, and one loses its role and gets it back
                       federation: an endpoint to Data Federation, refused without the tag of its
                       project, registered with it, and removed with the endpoint
  --endpoints N        create N VPC endpoints at the same time, 1 to ${MAX_ENDPOINTS} (default 1)
  --reject             Atlas rejects the links
  --auth digest|oauth  API key or service account (default digest)
  --speed N            world seconds for each real second (default ${DEFAULT_SPEED}, with the scenario life ${LIFE_SPEED},
                       organization ${ORGANIZATION_SPEED}; 0: without waiting)
  --json               print only one JSON document at the end; npm itself first prints two lines
                       unless it is silent: npm start --silent -- --json
  --verbose            print the functions' log lines as well
  --help               print this

Exit code: 0 every endpoint is linked, 1 at least one is not, 2 an option is wrong.`;

/** @throws OptionError for an unknown option or a value that is not accepted */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const values = parse(args);
  return {
    scenario: readScenario(values.scenario ?? 'automation', values.endpoints),
    endpoints: wholeNumber('--endpoints', values.endpoints ?? '1', 1, MAX_ENDPOINTS),
    reject: readReject(values.reject ?? false, values.scenario),
    auth: readAuth(values.auth ?? 'digest'),
    speed: readSpeed(values.speed, speedOf(values.scenario)),
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseStrictly(args, {
    scenario: { type: 'string' },
    endpoints: { type: 'string' },
    reject: { type: 'boolean' },
    auth: { type: 'string' },
    speed: { type: 'string' },
    json: { type: 'boolean' },
    verbose: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
}

function readScenario(value: string, endpoints: string | undefined): Scenario {
  const scenario = SCENARIOS.find((name) => name === value);
  if (scenario === undefined)
    throw new OptionError(`--scenario: expected ${SCENARIOS.join(' or ')}, received "${value}".`);
  if (scenario !== 'automation' && endpoints !== undefined)
    throw new OptionError(
      `--endpoints: scenario ${scenario} has endpoints of its own, received "${endpoints}".`,
    );
  return scenario;
}

function speedOf(scenario: string | undefined): number {
  if (scenario === 'life') return LIFE_SPEED;
  return scenario === 'organization' ? ORGANIZATION_SPEED : DEFAULT_SPEED;
}

function readReject(value: boolean, scenario: string | undefined): boolean {
  if (value && (scenario === 'life' || scenario === 'organization' || scenario === 'federation'))
    throw new OptionError(
      `--reject: a link that is rejected has no life; use it without --scenario ${scenario}.`,
    );
  return value;
}

function readAuth(value: string): 'digest' | 'oauth' {
  if (value === 'digest' || value === 'oauth') return value;
  throw new OptionError(`--auth: expected digest or oauth, received "${value}".`);
}

function readSpeed(value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const speed = wholeNumber('--speed', value, 0, 100_000);
  return speed === 0 ? Number.POSITIVE_INFINITY : speed;
}

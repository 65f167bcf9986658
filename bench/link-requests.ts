/** Requests to Atlas and AWS costs of one link, counted in the journals of the local world. */
import type { World } from '../local/world.js';
import { type LinkWorldOptions, mean, median, startLinkWorld } from './link-worlds.js';

/** All requests to Atlas: to the Admin API, including digest challenges, and for access tokens. */
export function linkRequests(world: World): number {
  return world.atlas.journal.entries.length;
}

export interface RequestCase {
  readonly name: string;
  readonly auth: 'digest' | 'oauth';
  readonly nonces?: 'reusable' | 'single-use';
  readonly clusters: number;
  readonly push?: boolean;
  /** Maximum time from EC2's `available` to Atlas's AVAILABLE; the actual times are distributed evenly from 0. */
  readonly leadSeconds: number;
}

const README = { clusters: 1, leadSeconds: 15 } as const;

export const REQUEST_CASES: readonly RequestCase[] = [
  { name: 'tag, one cluster, API key', auth: 'digest', ...README },
  { name: 'tag, one cluster, OAuth', auth: 'oauth', ...README },
  { name: 'tag, one cluster, API key, single-use nonces', auth: 'digest', nonces: 'single-use', ...README },
  { name: 'tag, no cluster, API key', auth: 'digest', clusters: 0, leadSeconds: 15 },
  { name: 'tag, one cluster, API key, d = 0', auth: 'digest', clusters: 1, leadSeconds: 0 },
  { name: 'tag, one cluster, OAuth, d = 0', auth: 'oauth', clusters: 1, leadSeconds: 0 },
  { name: 'tag, one cluster, API key, push off', auth: 'digest', push: false, ...README },
];

export interface RequestRow {
  readonly name: string;
  readonly meanRequests: number;
  readonly medianRequests: number;
  readonly maxRequests: number;
  readonly meanTransitions: number;
  readonly meanInvocations: number;
  readonly meanDollars: number;
}

const TAG = 'atlas-privatelink';
const FIRST_SECONDS = 30;
const LAST_SECONDS = 300;

/** Measures each link in a new world with cold containers. Completion times and leads are distributed evenly. */
export async function measureRequests(requestCase: RequestCase, links: number): Promise<RequestRow> {
  const runs = [];
  for (let index = 0; index < links; index += 1) runs.push(await measureOne(requestCase, index, links));
  const requests = runs.map((run) => run.requests);
  return {
    name: requestCase.name,
    meanRequests: mean(requests),
    medianRequests: median(requests),
    maxRequests: Math.max(...requests),
    meanTransitions: mean(runs.map(({ transitions }) => transitions)),
    meanInvocations: mean(runs.map(({ invocations }) => invocations)),
    meanDollars: mean(runs.map(({ dollars }) => dollars)),
  };
}

/** Coprime to the number of links, so that short and long leads occur with short and long completion times. */
const STRIDE = 7;

async function measureOne(
  { auth, nonces, clusters, push = true, leadSeconds }: RequestCase,
  index: number,
  links: number,
) {
  const share = (at: number) => (at + 0.5) / links;
  const options: LinkWorldOptions = {
    auth,
    push,
    selectTag: TAG,
    ...(nonces === undefined ? {} : { nonces }),
    timings: {
      linkSeconds: FIRST_SECONDS + share(index) * (LAST_SECONDS - FIRST_SECONDS),
      ec2LeadSeconds: share((index * STRIDE) % links) * leadSeconds,
      ec2PendingSeconds: 0,
    },
  };
  const world = await startLinkWorld(options);
  try {
    const [project] = world.projects;
    for (let count = 0; project !== undefined && count < clusters; count += 1)
      world.atlas.world.createCluster(project, { name: `Cluster${count}`, regionNames: ['EU_WEST_1'] });
    world.createVpcEndpoint({ tags: { [TAG]: 'true' } });
    await world.time.run();
    return { requests: linkRequests(world), ...costOf(world) };
  } finally {
    await world.close();
  }
}

/** Date of the prices: list prices of us-east-1, arm64, without free tiers. */
export const PRICED_ON = '2026-11-29';
const DOLLARS = {
  transition: 0.025 / 1000,
  gigabyteSecond: 0.0000133334,
  invocation: 0.2 / 1_000_000,
  dynamoWrite: 0.625 / 1_000_000,
  dynamoRead: 0.125 / 1_000_000,
  event: 1 / 1_000_000,
} as const;
const GIGABYTES = 0.5;
/** Capacity units of a write and of a consistent read: the item of a waiting link has 2 to 3 KB. */
const UNITS = 3;

/** Costs of everything that the world has done; the world must have one link only. */
export function costOf(world: World): { transitions: number; invocations: number; dollars: number } {
  const executions = world.aws.executions.all;
  const transitions = executions.reduce((sum, { states, retries }) => sum + states.length + retries, 0);
  const { functions } = world.aws;
  const invocations = sumOf(functions.invocations);
  const calls = (action: RegExp) => world.aws.server.calls.filter((call) => action.test(call.action)).length;
  const dollars =
    transitions * DOLLARS.transition +
    sumOf(functions.billedSeconds) * GIGABYTES * DOLLARS.gigabyteSecond +
    invocations * DOLLARS.invocation +
    calls(/^dynamodb:(Update|Delete)Item$/) * UNITS * DOLLARS.dynamoWrite +
    calls(/^dynamodb:(GetItem|Scan)$/) * UNITS * DOLLARS.dynamoRead +
    calls(/^events:PutEvents$/) * DOLLARS.event;
  return { transitions, invocations, dollars };
}

function sumOf(values: ReadonlyMap<string, number>): number {
  return [...values.values()].reduce((sum, value) => sum + value, 0);
}

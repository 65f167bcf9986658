/** Measures many concurrent endpoints under the limits of AWS and Atlas, from the records of the local world. */
import { synthesizeInWorld, UNCHECKED } from '../bin/synthesize.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../lambda/contract/published-event.js';
import { linkParameterName, type StoredLinkRecord } from '../lambda/contract/registry.js';
import type { ThrottleLimit } from '../local/aws/throttles.js';
import { World, type WorldOptions } from '../local/world.js';
import { mean, observedLinks, quantile } from './link-worlds.js';

export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface ThrottledCrowdResult {
  readonly endpoints: number;
  /** Endpoints whose link is available in Atlas and was published as available. */
  readonly linked: number;
  readonly concludedTwice: number;
  readonly deadLetters: number;
  /** Endpoints without a record, or with one that does not say that the link is available. */
  readonly staleRecords: number;
  /** From the creation of all endpoints, before their events are delivered, to each one's registration with Atlas. */
  readonly secondsToPost: Spread;
  readonly secondsToConclusion: Spread;
  /** Maximum time from a conclusion to the record that contains it. */
  readonly recordedAfterSeconds: number;
  /** Mean time from Atlas's AVAILABLE until the automation detected it. */
  readonly meanLagSeconds: number;
  readonly atlasRequests: number;
  /** Requests that Atlas refused because of its rate limit. */
  readonly rateLimited: number;
  readonly awsRequests: number;
  readonly throttled: Readonly<Record<string, number>>;
}

export interface CrowdOptions extends Pick<WorldOptions, 'auth' | 'random' | 'rateLimit'> {
  readonly throttles?: readonly ThrottleLimit[];
  /** Maximum number of containers of one function. */
  readonly concurrency?: number;
  readonly synthesize?: WorldOptions['synthesize'];
}

export async function measureThrottledCrowd(
  endpoints: number,
  options: CrowdOptions = {},
): Promise<ThrottledCrowdResult> {
  const world = await World.start({
    concurrency: 120,
    timings: { linkSeconds: 30, linkSpreadSeconds: 270 },
    synthesize: (settings) => synthesizeInWorld(settings, { selectAll: 'true' }, UNCHECKED),
    ...options,
  });
  try {
    const began = world.time.now();
    const ids = Array.from({ length: endpoints }, () => world.createVpcEndpoint().endpointId);
    await world.time.run();
    return resultOf(world, ids, began);
  } finally {
    await world.close();
  }
}

function resultOf(world: World, ids: readonly string[], began: number): ThrottledCrowdResult {
  const conclusions = world.published(LINK_CONCLUDED).map(({ detail }) => detail as LinkConcludedDetail);
  const available = conclusions.filter(({ outcome }) => outcome === 'available');
  const reported = new Set(available.map(({ link }) => link.EndpointId));
  const since = (time: number) => (time - began) / 1000;
  return {
    endpoints: ids.length,
    linked: ids.filter((id) => reported.has(id) && isAvailable(world, id)).length,
    concludedTwice: conclusions.length - new Set(conclusions.map(({ executionArn }) => executionArn)).size,
    deadLetters: world.aws.queues.all.length,
    staleRecords: ids.filter((id) => recordOf(world, id)?.state !== 'available').length,
    secondsToPost: spreadOf(postTimes(world).map(since)),
    secondsToConclusion: spreadOf(available.map(({ concludedAt }) => since(Date.parse(concludedAt)))),
    recordedAfterSeconds: Math.max(0, ...available.map((detail) => secondsUntilRecorded(world, detail))),
    meanLagSeconds: mean(observedLinks(world).map(({ lagSeconds = Number.NaN }) => lagSeconds)),
    atlasRequests: world.atlas.journal.entries.length,
    rateLimited: world.atlas.journal.count({ status: 429 }),
    awsRequests: world.aws.server.calls.length,
    throttled: Object.fromEntries(world.aws.throttles.refused),
  };
}

function isAvailable(world: World, endpointId: string): boolean {
  return world.aws.endpoints.describe(endpointId)?.state === 'available';
}

function recordOf(world: World, endpointId: string): StoredLinkRecord | undefined {
  const value = world.aws.parameters.get(linkParameterName(endpointId))?.value;
  return value === undefined ? undefined : (JSON.parse(value) as StoredLinkRecord);
}

function secondsUntilRecorded(world: World, { link, concludedAt }: LinkConcludedDetail): number {
  const modifiedAt = world.aws.parameters.get(linkParameterName(link.EndpointId))?.modifiedAt;
  return modifiedAt === undefined ? Number.NaN : (modifiedAt - Date.parse(concludedAt)) / 1000;
}

function postTimes(world: World): number[] {
  return world.atlas.journal.entries
    .filter(({ method, path, status }) => method === 'POST' && path.endsWith('/endpoint') && status === 201)
    .map(({ at }) => at);
}

function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), p95: quantile(values, 0.95), max: quantile(values, 1) };
}

/** The synthesized stack on the local world: many endpoints at once, and what one link costs. */
import { synthesizeInWorld } from '../bin/synthesize.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../lambda/contract/published-event.js';
import { World, type WorldOptions } from '../local/world.js';

export interface CrowdResult {
  readonly auth: 'digest' | 'oauth';
  readonly endpoints: number;
  readonly available: number;
  readonly lost: number;
  readonly deadLetters: number;
  readonly atlasRequests: number;
  readonly requestsPerLink: number;
  readonly rateLimited: number;
  /** Fewest tokens that the project's bucket held. */
  readonly lowestBudget: number;
  readonly meanSecondsToAvailable: number;
  readonly realSeconds: number;
}

/** Completion times spread over 30 to 300 s, all endpoints created at the same moment. */
export async function measureCrowd(endpoints: number, auth: 'digest' | 'oauth'): Promise<CrowdResult> {
  const began = performance.now();
  const world = await startWorld({
    auth,
    concurrency: 40,
    timings: { linkSeconds: 30, linkSpreadSeconds: 270 },
  });
  try {
    for (let count = 0; count < endpoints; count += 1) world.createVpcEndpoint();
    await world.time.run();
    const details = world.published(LINK_CONCLUDED).map(({ detail }) => detail as LinkConcludedDetail);
    const available = details.filter(({ outcome }) => outcome === 'available');
    const { journal } = world.atlas;
    return {
      auth,
      endpoints,
      available: available.length,
      lost: endpoints - new Set(details.map(({ link }) => link.EndpointId)).size,
      deadLetters: world.aws.queues.all.length,
      atlasRequests: journal.entries.length,
      requestsPerLink: journal.entries.length / endpoints,
      rateLimited: journal.count({ status: 429 }),
      lowestBudget: world.atlas.buckets.lowest,
      meanSecondsToAvailable: mean(available.map(({ durationSeconds }) => durationSeconds)),
      realSeconds: (performance.now() - began) / 1000,
    };
  } finally {
    await world.close();
  }
}

export interface CostResult {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly atlasRequests: number;
  readonly stepFunctionsDollars: number;
  readonly lambdaDollars: number;
}

/** List prices, us-east-1, arm64; free tiers left out. */
const DOLLARS_PER_TRANSITION = 0.025 / 1000;
const DOLLARS_PER_GIGABYTE_SECOND = 0.0000133334;
const DOLLARS_PER_INVOCATION = 0.2 / 1_000_000;
const GIGABYTES = 0.5;
/** An assumption on the safe side: a warm look is one HTTPS exchange of 60 to 90 ms and a few more of our own. */
const SECONDS_PER_INVOCATION = 0.2;

export async function measureCost(linkSeconds: number): Promise<CostResult> {
  const world = await startWorld({ timings: { linkSeconds } });
  try {
    world.createVpcEndpoint();
    await world.time.run();
    const stateTransitions = world.aws.executions.all.reduce((sum, { states }) => sum + states.length, 0);
    const invocations = [...world.aws.functions.invocations.values()].reduce((sum, count) => sum + count, 0);
    return {
      stateTransitions,
      invocations,
      atlasRequests: world.atlas.journal.entries.length,
      stepFunctionsDollars: stateTransitions * DOLLARS_PER_TRANSITION,
      lambdaDollars:
        invocations *
        (SECONDS_PER_INVOCATION * GIGABYTES * DOLLARS_PER_GIGABYTE_SECOND + DOLLARS_PER_INVOCATION),
    };
  } finally {
    await world.close();
  }
}

function startWorld(options: Omit<WorldOptions, 'synthesize'>): Promise<World> {
  return World.start({
    ...options,
    synthesize: (settings) => synthesizeInWorld(settings, { selectAll: 'true' }),
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

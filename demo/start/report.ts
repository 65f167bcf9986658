/** Results of a run in the local world, for people and for `--json`. */
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import type { BusEvent } from '../../local/aws/event-bridge/bus-event.js';
import type { World } from '../../local/world.js';

export interface RunReport {
  readonly linked: number;
  readonly notLinked: number;
  readonly conclusions: readonly LinkConcludedDetail[];
  /** Endpoints without a conclusion; any entry is a defect. */
  readonly unconcluded: readonly string[];
  /** World seconds from the first creation to the last conclusion. */
  readonly worldSeconds: number;
  readonly realSeconds: number;
  readonly atlasRequests: number;
  /** Responses with 401: one digest challenge for each container. */
  readonly atlasChallenges: number;
  readonly atlasRateLimited: number;
  readonly stateTransitions: number;
  readonly invocations: Readonly<Record<string, number>>;
  readonly deadLetters: number;
  readonly alarms: readonly string[];
}

export function reportOf(world: World, endpointIds: readonly string[], started: Started): RunReport {
  const published = world.published(LINK_CONCLUDED);
  const conclusions = published.map(({ detail }) => detail as LinkConcludedDetail);
  const concluded = new Set(conclusions.map(({ link }) => link.EndpointId));
  const linked = new Set(
    conclusions.filter(({ outcome }) => outcome === 'available').map(({ link }) => link.EndpointId),
  ).size;
  const { journal } = world.atlas;
  return {
    linked,
    notLinked: endpointIds.length - linked,
    conclusions,
    unconcluded: endpointIds.filter((id) => !concluded.has(id)),
    worldSeconds: round((lastOf(published, started.worldTime) - started.worldTime) / 1000),
    realSeconds: round((performance.now() - started.realTime) / 1000),
    atlasRequests: journal.entries.length,
    atlasChallenges: journal.count({ status: 401 }),
    atlasRateLimited: journal.count({ status: 429 }),
    stateTransitions: world.aws.executions.all.reduce((sum, { states }) => sum + states.length, 0),
    invocations: Object.fromEntries(world.aws.functions.invocations),
    deadLetters: world.aws.queues.all.length,
    alarms: world.aws.metrics.raised(),
  };
}

/** Time of the last conclusion, in ms; `otherwise` without one. Executions that look for connection strings end later. */
function lastOf(published: readonly BusEvent[], otherwise: number): number {
  return Math.max(otherwise, ...published.map(({ time }) => Date.parse(time)));
}

export interface Started {
  readonly worldTime: number;
  readonly realTime: number;
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

/** One look at a link that is being made. Reads only, so it may be repeated at will. */
import type { LinkDescription } from '../contract/attributes.js';
import { Metric } from '../contract/metrics.js';
import type { Observation, Outcome } from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { disturbanceOf } from './disturbance.js';
import { hasVanished } from './gate.js';
import { emptyDescription } from './link-description.js';
import { judgeLink } from './link-status.js';
import { secondsUntilNextLook } from './pacing.js';
import type { AtlasPort, ClockPort, LogPort, MetricPort, VpcEndpointPort } from './ports.js';

export interface ObserveLinkDependencies {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** While a link is pending, EC2 is asked this often whether its endpoint still exists. */
const EXISTENCE_CHECK_SECONDS = 60;

interface Look {
  readonly outcome: Outcome;
  readonly description: LinkDescription;
  readonly message: string;
  readonly advice: string;
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * @param previousAt time of the look before this one, undefined at the first
 * @throws AtlasError when Atlas gives an answer that waiting will not change
 */
export async function observeLink(
  deps: ObserveLinkDependencies,
  input: LinkRun,
  previousAt: Date | undefined,
): Promise<Observation> {
  const now = deps.clock.now();
  const look = await lookFor(deps, input, now);
  const timely = atDeadline(look, input, now);
  const settled = await endAsGoneIfVanished(deps, input, timely, previousAt, now);
  deps.log.info('link observed', {
    outcome: settled.outcome,
    status: settled.description.ConnectionStatus,
    reason: settled.message,
  });
  return {
    outcome: settled.outcome,
    waitSeconds: secondsUntilNextLook({
      elapsedSeconds: secondsSince(input.startedAt, now),
      remainingSeconds: -secondsSince(input.deadline, now),
      budget: deps.atlas.rateBudget(input.target.projectId),
      retryAfterSeconds: look.retryAfterSeconds,
    }),
    observedAt: now.toISOString(),
    description: settled.description,
    message: settled.message,
    advice: settled.advice,
  };
}

async function lookFor(deps: ObserveLinkDependencies, input: LinkRun, now: Date): Promise<Look> {
  const nothing = emptyDescription(input.target);
  if (input.refusal !== undefined) return { outcome: 'failed', description: nothing, ...input.refusal };
  try {
    const description = await deps.atlas.findLink(input.target);
    if (input.goal === 'gone') return judgeRemoval(description, nothing);
    const verdict = judgeLink(description, secondsSince(input.startedAt, now));
    if (verdict.unknownStatus) warnOfUnknownStatus(deps, description);
    return { ...verdict, description: description ?? nothing };
  } catch (error) {
    return { outcome: 'pending', description: nothing, ...disturbanceOf(error, deps) };
  }
}

/** A stale AVAILABLE right after the DELETE is pending, not an error. */
function judgeRemoval(description: LinkDescription | undefined, nothing: LinkDescription): Look {
  const outcome = description === undefined ? 'gone' : 'pending';
  return { outcome, description: description ?? nothing, message: '', advice: '' };
}

function warnOfUnknownStatus(deps: ObserveLinkDependencies, description: LinkDescription | undefined): void {
  deps.metrics.count(Metric.UNKNOWN_STATUS);
  deps.log.warn('unknown status counts as pending', { status: description?.ConnectionStatus });
}

function atDeadline(look: Look, input: LinkRun, now: Date): Look {
  if (look.outcome !== 'pending' || secondsSince(input.deadline, now) < 0) return look;
  const minutes = Math.round(secondsSince(input.startedAt, now) / 60);
  const last =
    look.message === '' ? `the last status was ${look.description.ConnectionStatus}` : look.message;
  return {
    ...look,
    outcome: 'timed-out',
    message: `The link was not available after ${minutes} min: ${last}`,
    advice:
      look.advice === ''
        ? 'Look at the private endpoint in Atlas. It may still become available; start the run again from Step Functions (New execution) to have that published.'
        : look.advice,
  };
}

/** An endpoint that vanishes while it is being linked ends the run as gone; Atlas calls that REJECTED, or nothing. */
async function endAsGoneIfVanished(
  deps: ObserveLinkDependencies,
  input: LinkRun,
  look: Look,
  previousAt: Date | undefined,
  now: Date,
): Promise<Look> {
  if (!worthAskingEc2(input, look, previousAt, now) || !(await vanished(deps, input.target.endpointId)))
    return look;
  return {
    ...look,
    outcome: 'gone',
    message: `VPC endpoint ${input.target.endpointId} was deleted while it was being linked.`,
    advice: 'Nothing to do for the endpoint. Atlas may still list the link.',
  };
}

function worthAskingEc2(input: LinkRun, look: Look, previousAt: Date | undefined, now: Date): boolean {
  if (input.goal === 'gone') return false;
  if (input.refusal !== undefined || look.outcome === 'available' || look.outcome === 'gone') return false;
  if (look.outcome !== 'pending') return true;
  const turn = (at: Date) => Math.floor(secondsSince(input.startedAt, at) / EXISTENCE_CHECK_SECONDS);
  return previousAt !== undefined && turn(now) > turn(previousAt);
}

async function vanished(deps: ObserveLinkDependencies, endpointId: string): Promise<boolean> {
  try {
    return hasVanished(await deps.endpoints.describe(endpointId));
  } catch (error) {
    // A failed side look must not change what Atlas has said.
    deps.log.warn('EC2 cannot be asked now', {
      error: error instanceof Error ? error.message : String(error),
    });
    return false;
  }
}

function secondsSince(isoTime: string, now: Date): number {
  return (now.getTime() - Date.parse(isoTime)) / 1000;
}

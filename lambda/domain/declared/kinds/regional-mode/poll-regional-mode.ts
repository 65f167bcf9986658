/** Polls a project's clusters after its regional mode was changed. */
import type { RegionalModeDescription } from '../../../../contract/custom-resources.js';
import type { Applied, Prepared } from '../../../../execution-data/change-record.js';
import type { Observation } from '../../../../execution-data/observation.js';
import type { RegionalModeExecution } from '../../../../execution-data/workflow-input.js';
import type { AtlasPort } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import type { WorkflowState } from '../../../model/workflow-state.js';
import {
  atDeadline,
  type Lateness,
  notFoundSinceIn,
  observationOf,
  type Poll,
  secondsSince,
} from '../../../polling/poll.js';
import { type TransientFailureDependencies, transientFailureOf } from '../../../polling/transient-failure.js';

export interface PollRegionalModeDependencies extends TransientFailureDependencies {
  readonly atlas: AtlasPort;
  readonly clock: ClockPort;
}

/**
 * Right after the change every cluster is still IDLE, because Atlas begins a little later. If no cluster has begun an
 * update within this time, none was needed.
 */
export const UPDATE_GRACE_SECONDS = 90;

type ModePoll = Poll<RegionalModeDescription> & { readonly updateSeen: boolean };

const LATENESS: Lateness<RegionalModeDescription> = {
  complaint: 'The clusters were not updated to the regional mode',
  statusOf: ({ enabled }) => `Enabled ${enabled}`,
  advice: 'Check the clusters in Atlas; once they are idle, deploy again.',
};

/** What earlier states of the execution have found. */
export interface PreviousMode {
  readonly prepared: Prepared<'regional-mode'> | undefined;
  readonly applied: Applied | undefined;
  /** True if a cluster was seen while it was being updated. */
  readonly updateSeen: boolean;
  /** Since when the previous polls have not found the project. */
  readonly notFoundSince?: string | undefined;
}

export function pollRegionalModeOfExecution(
  deps: PollRegionalModeDependencies,
  { input, prepared, applied, observation }: WorkflowState<'regional-mode'>,
): Promise<Observation<RegionalModeDescription>> {
  const updateSeen = observation?.updateSeen === true;
  const notFoundSince = notFoundSinceIn(observation);
  return pollRegionalMode(deps, input, { prepared, applied, updateSeen, notFoundSince });
}

/** The wanted mode, for use before the first response of Atlas. */
export function modeDescription({ target, change }: RegionalModeExecution): RegionalModeDescription {
  return { projectId: target.projectId, enabled: change?.enabled ?? false };
}

/** @throws AtlasError if waiting cannot change Atlas's response */
export async function pollRegionalMode(
  deps: PollRegionalModeDependencies,
  execution: RegionalModeExecution,
  previous: PreviousMode,
): Promise<Observation<RegionalModeDescription>> {
  const now = deps.clock.now();
  const found = await check(deps, execution, previous, now);
  const poll = atDeadline<RegionalModeDescription>(found, execution, now, LATENESS);
  const { outcome, description, message } = poll;
  deps.log.info('regional mode observed', { outcome, enabled: description.enabled, reason: message });
  const observation = observationOf(poll, execution, now, deps.atlas.rateBudget(execution.target.projectId));
  return { ...observation, updateSeen: found.updateSeen };
}

async function check(
  deps: PollRegionalModeDependencies,
  execution: RegionalModeExecution,
  { prepared, applied, updateSeen, notFoundSince }: PreviousMode,
  now: Date,
): Promise<ModePoll> {
  const { target } = execution;
  const nothing = modeDescription(execution);
  const wanted = nothing.enabled;
  try {
    const enabled = await deps.atlas.isRegionalModeEnabled(target.projectId);
    const description = { ...nothing, enabled: enabled };
    if (enabled !== wanted) return pending(description, 'Atlas does not show the new mode yet.', updateSeen);
    if (prepared?.wasEnabled === wanted) return settled(description, execution, updateSeen);
    const clusters = await deps.atlas.listClusters(target.projectId);
    const busy = clusters.filter(({ stateName }) => stateName !== 'IDLE');
    if (busy.length > 0) {
      const names = busy.map(({ name, stateName }) => `${name} is ${stateName}`);
      return pending(description, `Atlas is updating the clusters: ${names.join(', ')}.`, true);
    }
    const mayBegin = clusters.length > 0 && !updateSeen;
    if (mayBegin && secondsSince(applied?.at ?? execution.startedAt, now) < UPDATE_GRACE_SECONDS)
      return pending(description, 'Atlas has not begun to update the clusters.', false);
    return settled(description, execution, updateSeen);
  } catch (error) {
    const transientFailure = transientFailureOf(error, deps, { notFoundSince, now });
    return { outcome: 'pending', description: nothing, updateSeen, ...transientFailure };
  }
}

function settled(
  description: RegionalModeDescription,
  { goal }: RegionalModeExecution,
  updateSeen: boolean,
): ModePoll {
  return { outcome: goal, description, message: '', advice: '', updateSeen };
}

function pending(description: RegionalModeDescription, message: string, updateSeen: boolean): ModePoll {
  return { outcome: 'pending', description, message, advice: '', updateSeen };
}

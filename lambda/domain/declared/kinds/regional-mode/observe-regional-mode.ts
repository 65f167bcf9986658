/** One look at a project's clusters after its regional mode was changed. */
import type { RegionalModeDescription } from '../../../../contract/custom-resources.js';
import type { Applied, Observation, Prepared } from '../../../../contract/workflow.js';
import type { RegionalModeRun } from '../../../../contract/workflow-input.js';
import type { AtlasPort } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import type { WorkflowState } from '../../../model/workflow-state.js';
import { type DisturbanceDependencies, disturbanceOf } from '../../../polling/disturbance.js';
import {
  atDeadline,
  type Lateness,
  type Look,
  notFoundSinceIn,
  observationOf,
  secondsSince,
} from '../../../polling/look.js';

export interface ObserveRegionalModeDependencies extends DisturbanceDependencies {
  readonly atlas: AtlasPort;
  readonly clock: ClockPort;
}

/**
 * Right after the change every cluster is still IDLE: Atlas begins a little later. When none has begun by then, there
 * was nothing to update.
 */
export const UPDATE_GRACE_SECONDS = 90;

type ModeLook = Look<RegionalModeDescription> & { readonly updateSeen: boolean };

const LATENESS: Lateness<RegionalModeDescription> = {
  complaint: 'The clusters were not updated to the regional mode',
  statusOf: ({ enabled }) => `Enabled ${enabled}`,
  advice: 'Look at the clusters in Atlas; once they are idle, deploy again.',
};

/** What earlier states of the run have found. */
export interface EarlierMode {
  readonly prepared: Prepared<'regional-mode'> | undefined;
  readonly applied: Applied | undefined;
  /** A cluster has been seen that was being updated. */
  readonly updateSeen: boolean;
  /** Since when the looks before this one have found no project. */
  readonly notFoundSince?: string | undefined;
}

export function observeRegionalModeOfRun(
  deps: ObserveRegionalModeDependencies,
  { input, prepared, applied, observation }: WorkflowState<'regional-mode'>,
): Promise<Observation<RegionalModeDescription>> {
  const updateSeen = observation?.updateSeen === true;
  const notFoundSince = notFoundSinceIn(observation);
  return observeRegionalMode(deps, input, { prepared, applied, updateSeen, notFoundSince });
}

/** What is wanted, before Atlas has said anything. */
export function modeDescription({ target, change }: RegionalModeRun): RegionalModeDescription {
  return { projectId: target.projectId, enabled: change?.enabled ?? false };
}

/** @throws AtlasError when Atlas gives an answer that waiting will not change */
export async function observeRegionalMode(
  deps: ObserveRegionalModeDependencies,
  run: RegionalModeRun,
  earlier: EarlierMode,
): Promise<Observation<RegionalModeDescription>> {
  const now = deps.clock.now();
  const found = await lookAt(deps, run, earlier, now);
  const look = atDeadline<RegionalModeDescription>(found, run, now, LATENESS);
  const { outcome, description, message } = look;
  deps.log.info('regional mode observed', { outcome, enabled: description.enabled, reason: message });
  const observation = observationOf(look, run, now, deps.atlas.rateBudget(run.target.projectId));
  return { ...observation, updateSeen: found.updateSeen };
}

async function lookAt(
  deps: ObserveRegionalModeDependencies,
  run: RegionalModeRun,
  { prepared, applied, updateSeen, notFoundSince }: EarlierMode,
  now: Date,
): Promise<ModeLook> {
  const { target } = run;
  const nothing = modeDescription(run);
  const wanted = nothing.enabled;
  try {
    const enabled = await deps.atlas.isRegionalModeEnabled(target.projectId);
    const description = { ...nothing, enabled: enabled };
    if (enabled !== wanted) return pending(description, 'Atlas does not show the new mode yet.', updateSeen);
    if (prepared?.wasEnabled === wanted) return settled(description, run, updateSeen);
    const clusters = await deps.atlas.listClusters(target.projectId);
    const busy = clusters.filter(({ stateName }) => stateName !== 'IDLE');
    if (busy.length > 0) {
      const names = busy.map(({ name, stateName }) => `${name} is ${stateName}`);
      return pending(description, `Atlas is updating the clusters: ${names.join(', ')}.`, true);
    }
    const mayBegin = clusters.length > 0 && !updateSeen;
    if (mayBegin && secondsSince(applied?.at ?? run.startedAt, now) < UPDATE_GRACE_SECONDS)
      return pending(description, 'Atlas has not begun to update the clusters.', false);
    return settled(description, run, updateSeen);
  } catch (error) {
    const disturbance = disturbanceOf(error, deps, { notFoundSince, now });
    return { outcome: 'pending', description: nothing, updateSeen, ...disturbance };
  }
}

function settled(
  description: RegionalModeDescription,
  { goal }: RegionalModeRun,
  updateSeen: boolean,
): ModeLook {
  return { outcome: goal, description, message: '', advice: '', updateSeen };
}

function pending(description: RegionalModeDescription, message: string, updateSeen: boolean): ModeLook {
  return { outcome: 'pending', description, message, advice: '', updateSeen };
}

/** Changes a project's regional mode for a custom resource. */
import type { ChangeOutcome, Prepared, Undone } from '../../../../execution-data/change-record.js';
import type { RegionalModeExecution } from '../../../../execution-data/workflow-input.js';
import { AtlasError } from '../../../model/errors/atlas-error.js';
import type { AtlasChangePort } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import { againAfter } from '../../../polling/again.js';
import type { PreviousRounds } from '../../changes/change-record.js';
import type { Found } from '../resource-kind.js';

export async function prepareRegionalModeChange(
  atlas: AtlasChangePort,
  { target }: RegionalModeExecution,
  previous: PreviousRounds<'regional-mode'>,
): Promise<Found<'regional-mode'>> {
  const isEnabled = await atlas.isRegionalModeEnabled(target.projectId);
  // After a change of its own, or one without a response, the first poll has the value from before.
  return { existed: true, wasEnabled: previous.changed ? previous.prepared?.wasEnabled : isEnabled };
}

/** @param isCutOff an earlier attempt of this round never returned, and may have succeeded */
export async function applyRegionalModeChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  { target, change }: RegionalModeExecution,
  prepared: Prepared<'regional-mode'>,
  isCutOff: boolean,
): Promise<ChangeOutcome> {
  const changed = prepared.changed === true || isCutOff ? { changed: true } : {};
  const outcome = { retained: false, adopted: false, at: clock.now().toISOString(), ...changed };
  if (change === undefined) return outcome;
  return { ...outcome, ...(await tryToSet(atlas, target.projectId, change.enabled)) };
}

async function tryToSet(
  atlas: AtlasChangePort,
  projectId: string,
  enabled: boolean,
): Promise<Partial<ChangeOutcome>> {
  try {
    return (await setRegionalMode(atlas, projectId, enabled)) ? { changed: true } : {};
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error;
    if (!error.transient) return { refusal: messageOf(error, enabled) };
    const unclear = error.kind === 'unavailable' ? { changed: true } : {};
    return { ...unclear, again: againAfter(error) };
  }
}

/** Rolls back a change that was not completed, to the project's previous value. */
export async function undoRegionalModeChange(
  atlas: AtlasChangePort,
  { target, change }: RegionalModeExecution,
  { wasEnabled }: Prepared<'regional-mode'>,
): Promise<Undone> {
  if (wasEnabled === undefined || wasEnabled === change?.enabled) return { undone: false };
  return { undone: await setRegionalMode(atlas, target.projectId, wasEnabled) };
}

/** @returns whether a change was needed */
async function setRegionalMode(
  atlas: AtlasChangePort,
  projectId: string,
  enabled: boolean,
): Promise<boolean> {
  if ((await atlas.isRegionalModeEnabled(projectId)) === enabled) return false;
  await atlas.setRegionalMode(projectId, enabled);
  return true;
}

/** Source of the reasons for a refusal: Atlas Admin API, `toggleRegionalEndpointMode`. */
function messageOf(error: AtlasError, enabled: boolean): string {
  if (!['conflict', 'invalid'].includes(error.kind)) return `${error.message} ${error.advice}`;
  return enabled
    ? `Enabled: ${error.message} Regional mode is for sharded clusters: Atlas refuses it while the project has a replica set.`
    : `Enabled: ${error.message} Regional mode cannot be turned off while more than one Region has private endpoints and one of them has more than one: remove links first.`;
}

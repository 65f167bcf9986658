/** What a custom resource does to a project's regional mode. */
import type { Applied, Prepared, Undone } from '../contract/workflow.js';
import type { RegionalModeRun } from '../contract/workflow-input.js';
import { AtlasError } from './atlas-error.js';
import { ChangeRefusedError } from './change-errors.js';
import type { AtlasChangePort, ClockPort } from './ports.js';

export async function prepareRegionalModeChange(
  atlas: AtlasChangePort,
  { target }: RegionalModeRun,
): Promise<Prepared> {
  const wasEnabled = await atlas.isRegionalModeEnabled(target.projectId);
  return { existed: true, wasEnabled };
}

/** @throws ChangeRefusedError with Atlas's words and what stands behind them */
export async function applyRegionalModeChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  { target, change }: RegionalModeRun,
): Promise<Applied> {
  if (change !== undefined) await setRegionalMode(atlas, target.projectId, change.enabled);
  return { kept: false, adopted: false, at: clock.now().toISOString() };
}

/** A change that has not come to its end is taken back: the project has what it had before. */
export async function undoRegionalModeChange(
  atlas: AtlasChangePort,
  { target, change }: RegionalModeRun,
  { wasEnabled }: Prepared,
): Promise<Undone> {
  if (wasEnabled === undefined || wasEnabled === change?.enabled) return { undone: false };
  await setRegionalMode(atlas, target.projectId, wasEnabled);
  return { undone: true };
}

async function setRegionalMode(atlas: AtlasChangePort, projectId: string, enabled: boolean): Promise<void> {
  if ((await atlas.isRegionalModeEnabled(projectId)) === enabled) return;
  try {
    await atlas.setRegionalMode(projectId, enabled);
  } catch (error) {
    throw error instanceof AtlasError && ['conflict', 'invalid'].includes(error.kind)
      ? new ChangeRefusedError(`Enabled: ${error.message} ${adviceFor(enabled)}`)
      : error;
  }
}

/** Source: Atlas Admin API, `toggleRegionalEndpointMode`. */
function adviceFor(enabled: boolean): string {
  return enabled
    ? 'Regional mode is for sharded clusters: Atlas refuses it while the project has a replica set.'
    : 'Regional mode cannot be turned off while more than one Region has private endpoints and one of them has more than one: remove links first.';
}

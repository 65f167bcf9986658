/** The remote Regions of an endpoint service, as a custom resource changes them. */
import type { AtlasRegion } from '../../../../contract/regions.js';
import type {
  ChangeOutcome,
  ChangeRecord,
  Prepared,
  Undone,
} from '../../../../execution-data/change-record.js';
import type { ServiceExecution, ServiceTarget } from '../../../../execution-data/workflow-input.js';
import { AtlasError } from '../../../model/errors/atlas-error.js';
import type { AtlasChangePort } from '../../../model/ports/atlas.js';
import { failureAfterCreation } from '../failure-after-creation.js';
import { findService } from './poll-service.js';

/** @param mayHaveChanged an earlier attempt has changed the remote Regions, or may have */
export async function withRemoteRegions(
  atlas: AtlasChangePort,
  execution: ServiceExecution,
  outcome: ChangeOutcome,
  mayHaveChanged: boolean,
): Promise<ChangeOutcome> {
  const { target, change } = execution;
  const given = change?.supportedRemoteRegions;
  if (given === undefined) return outcome;
  const changed = mayHaveChanged ? { changed: true } : {};
  try {
    const { endpointServiceId = '' } = outcome;
    const service = await findService(atlas, { ...target, endpointServiceId });
    if (service === undefined)
      return { ...outcome, ...changed, again: { reason: 'Atlas does not show the endpoint service yet.' } };
    const current = service.description.supportedRemoteRegions;
    const wanted = wantedRegions(current, given, execution, outcome);
    if (isSame(wanted, current)) return { ...outcome, ...changed };
    return { ...outcome, ...changed, ...(await setRemoteRegions(atlas, target, endpointServiceId, wanted)) };
  } catch (error) {
    return { ...outcome, ...changed, ...failureAfterCreation(error) };
  }
}

/** Keeps Regions of others that were there before. */
function wantedRegions(
  current: readonly AtlasRegion[],
  given: readonly AtlasRegion[],
  { change }: ServiceExecution,
  { creation, endpointServiceId = '' }: Pick<ChangeRecord, 'creation' | 'endpointServiceId'>,
): readonly AtlasRegion[] {
  const recorded = change?.recordedServiceId ?? '';
  const isOwn =
    creation !== undefined ||
    (change?.kind === 'update' && !change.isAdopted && ['', endpointServiceId].includes(recorded));
  if (isOwn) return given;
  const others = current.filter((region) => change?.withdrawnRemoteRegions.includes(region) !== true);
  return [...new Set([...others, ...given])];
}

async function setRemoteRegions(
  atlas: AtlasChangePort,
  { projectId }: ServiceTarget,
  endpointServiceId: string,
  wanted: readonly AtlasRegion[],
): Promise<Partial<ChangeOutcome>> {
  try {
    await atlas.setRemoteRegions(projectId, endpointServiceId, wanted);
    return { changed: true };
  } catch (error) {
    const isUnclear = error instanceof AtlasError && error.kind === 'unavailable';
    return { ...(isUnclear ? { changed: true } : {}), ...failureAfterCreation(error) };
  }
}

/**
 * For a service that existed before: adds the Regions that the execution has removed, and removes those that it has
 * added.
 */
export async function restoreRemoteRegions(
  atlas: AtlasChangePort,
  execution: ServiceExecution,
  prepared: Prepared<'service'>,
): Promise<Undone> {
  const { target, change } = execution;
  const { remoteRegions: previous, endpointServiceId = '' } = prepared;
  const given = change?.supportedRemoteRegions;
  if (previous === undefined || given === undefined) return { undone: false };
  const service = await findService(atlas, { ...target, endpointServiceId });
  if (service === undefined) return { undone: false };
  const current = service.description.supportedRemoteRegions;
  const set = wantedRegions(previous, given, execution, prepared);
  // Changes that others have made since are kept.
  const wanted = [
    ...current.filter((region) => previous.includes(region) || !set.includes(region)),
    ...previous.filter((region) => !set.includes(region) && !current.includes(region)),
  ];
  if (isSame(wanted, current)) return { undone: false };
  await atlas.setRemoteRegions(target.projectId, service.endpointServiceId, wanted);
  return { undone: true };
}

function isSame(some: readonly AtlasRegion[], others: readonly AtlasRegion[]): boolean {
  return some.length === others.length && some.every((region) => others.includes(region));
}

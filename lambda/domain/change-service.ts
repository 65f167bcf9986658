/** What a custom resource does to an endpoint service, in two steps: look (recorded by the workflow), then change. */
import type { Applied, Prepared, Undone } from '../contract/workflow.js';
import type { ServiceRun, ServiceTarget } from '../contract/workflow-input.js';
import { AtlasError } from './atlas-error.js';
import { ChangeRefusedError, NotYetError } from './change-errors.js';
import { findService } from './observe-service.js';
import type { AtlasChangePort, EndpointService } from './ports.js';
import { type RemoveServiceDependencies, removeService } from './unlinking/remove-service.js';

/**
 * @throws ChangeRefusedError when a service is there that must not be adopted
 * @throws NotYetError while an earlier service is still being deleted
 */
export async function prepareServiceChange(atlas: AtlasChangePort, run: ServiceRun): Promise<Prepared> {
  const { target, change } = run;
  const existing = await findService(atlas, target);
  if (change?.kind === 'create') refuseOrWait(existing, run);
  if (existing !== undefined) refuseImpossible(existing, change);
  const remoteRegions = existing?.description.SupportedRemoteRegions;
  return { existed: existing !== undefined, remoteRegions };
}

/** @throws ChangeRefusedError for a change of what a service has for as long as it is there */
function refuseImpossible({ description }: EndpointService, change: ServiceRun['change']): void {
  const { refusedUnlessThere, portMappingEnabled = false } = change ?? {};
  if (refusedUnlessThere !== undefined && description.PortMappingEnabled !== portMappingEnabled)
    throw new ChangeRefusedError(refusedUnlessThere);
}

function refuseOrWait(existing: EndpointService | undefined, { target, change }: ServiceRun): void {
  if (existing?.status === 'DELETING') {
    throw new NotYetError(`The earlier endpoint service of ${target.regionName} is still being deleted.`);
  }
  if (existing === undefined || change?.adoptExisting === true) return;
  throw new ChangeRefusedError(
    `Region: ${occupied(target)} already (${existing.endpointServiceId}), and AdoptExisting is false. Set AdoptExisting to true to use it, or look it up.`,
  );
}

function occupied({ projectId, cloudProvider, regionName }: ServiceTarget): string {
  return `project ${projectId} has an ${cloudProvider} endpoint service in ${regionName}`;
}

/**
 * @param prepared what was there before the first try
 * @param isRetry an earlier try may have had its effect
 * @throws NotYetError while Atlas has no capacity for the service, or does not show it yet
 */
export async function applyServiceChange(
  atlas: AtlasChangePort,
  run: ServiceRun,
  prepared: Prepared,
  isRetry: boolean,
): Promise<Applied> {
  const madeByAnother = prepared.existed ? true : await create(atlas, run, isRetry);
  if (madeByAnother && !prepared.existed && run.change?.adoptExisting !== true) {
    // Not an error, which would leave it open whose the service is.
    const refusal = `Region: ${occupied(run.target)} since a moment ago, and AdoptExisting is false. Set AdoptExisting to true to use it, or look it up.`;
    return { kept: false, adopted: true, refusal };
  }
  await setRemoteRegions(
    atlas,
    run,
    madeByAnother && (run.change?.kind === 'create' || run.change?.isAdopted === true),
  );
  return { kept: false, adopted: madeByAnother };
}

/**
 * @returns true when another one was quicker, so that the service is not this resource's
 * @throws NotYetError while Atlas has no capacity for it
 */
async function create(
  atlas: AtlasChangePort,
  { target, change }: ServiceRun,
  isRetry: boolean,
): Promise<boolean> {
  // A try that was cut off may have made it: a second POST would be answered 409 as for a stranger's.
  if (isRetry && (await findService(atlas, target)) !== undefined) return false;
  try {
    await atlas.createService({ ...target, portMappingEnabled: change?.portMappingEnabled });
    return false;
  } catch (error) {
    if (error instanceof AtlasError && error.lacksCapacity) throw withoutCapacity(error);
    if (!(error instanceof AtlasError) || !['conflict', 'unavailable'].includes(error.kind)) throw error;
    // An answer of 5xx, or none, does not say whether the service was made; only a look does.
    if ((await findService(atlas, target)) === undefined) throw error;
    return error.kind === 'conflict';
  }
}

/** In Atlas's words, which the stack shows when the waiting has been in vain. */
function withoutCapacity(error: AtlasError): NotYetError {
  return new NotYetError(`${error.message} Try again later, or use another Region.`, { cause: error });
}

/** @param isAdopted others' Regions, which were there before, are left */
async function setRemoteRegions(
  atlas: AtlasChangePort,
  { target, change }: ServiceRun,
  isAdopted: boolean,
): Promise<void> {
  const given = change?.supportedRemoteRegions;
  if (given === undefined) return;
  const service = await findService(atlas, target);
  if (service === undefined) throw new NotYetError('Atlas does not show the endpoint service yet.');
  const current = service.description.SupportedRemoteRegions;
  const others = current.filter((region) => change?.withdrawnRemoteRegions.includes(region) !== true);
  const wanted = isAdopted ? [...new Set([...others, ...given])] : given;
  if (isSame(wanted, current)) return;
  await atlas.setRemoteRegions(target.projectId, service.endpointServiceId, wanted);
}

/** What was there before is changed back; what was made is removed. */
export async function undoServiceChange(
  deps: RemoveServiceDependencies,
  { target, change }: ServiceRun,
  { existed, remoteRegions }: Prepared,
): Promise<Undone> {
  if (existed) return restoreRemoteRegions(deps.atlas, target, change, remoteRegions);
  const service = await findService(deps.atlas, target);
  if (service === undefined) return { undone: false };
  const { projectId, cloudProvider } = target;
  const { endpointServiceId } = service;
  const removal = await removeService(deps, { projectId, cloudProvider, endpointServiceId });
  return { undone: removal.kind === 'requested' };
}

async function restoreRemoteRegions(
  atlas: AtlasChangePort,
  target: ServiceTarget,
  change: ServiceRun['change'],
  earlier: readonly string[] | undefined,
): Promise<Undone> {
  if (earlier === undefined || change?.supportedRemoteRegions === undefined) return { undone: false };
  const service = await findService(atlas, target);
  if (service === undefined || isSame(earlier, service.description.SupportedRemoteRegions))
    return { undone: false };
  await atlas.setRemoteRegions(target.projectId, service.endpointServiceId, earlier);
  return { undone: true };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((region) => others.includes(region));
}

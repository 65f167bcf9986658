/** Changes an endpoint service for a custom resource, in two steps: poll (recorded by the workflow), then change. */
import type { ChangeOutcome, Prepared } from '../../../../execution-data/change-record.js';
import type { ServiceExecution, ServiceTarget } from '../../../../execution-data/workflow-input.js';
import { ChangeRefusedError, NotYetError } from '../../../model/errors/change-errors.js';
import type { AtlasChangePort, EndpointService } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import { judgeStanding, type PreviousRounds } from '../../changes/change-record.js';
import { create } from '../../changes/create.js';
import { isCreatedSince } from '../../changes/possible-effect.js';
import type { Found } from '../resource-kind.js';
import { findService } from './poll-service.js';
import { withRemoteRegions } from './remote-regions.js';

/**
 * @throws ChangeRefusedError if a service exists that must not be adopted
 * @throws NotYetError while an earlier service is still being deleted
 */
export async function prepareServiceChange(
  atlas: AtlasChangePort,
  execution: ServiceExecution,
  previous: PreviousRounds<'service'>,
): Promise<Found<'service'>> {
  const { target, change } = execution;
  const known = previous.creation?.endpointServiceId ?? change?.recordedServiceId ?? '';
  const existing = await findKnownOrInRegion(atlas, target, known);
  const standing = judgeStanding(existing?.endpointServiceId, previous, (id) =>
    isCreatedSince(id, checkBefore(execution, previous)),
  );
  if (existing !== undefined && standing.creation === undefined)
    refuseOrWait(existing, execution, standing.unanswered !== undefined);
  if (existing !== undefined) refuseImpossible(existing, change);
  const remoteRegions = previous.changed
    ? previous.prepared?.remoteRegions
    : existing?.description.supportedRemoteRegions;
  return { ...standing, remoteRegions };
}

/** When the state was read, before anything was sent. */
export function checkBefore(
  { startedAt }: Pick<ServiceExecution, 'startedAt'>,
  { checkedAt }: Pick<Prepared, 'checkedAt'>,
): Date {
  return new Date(checkedAt ?? startedAt);
}

/** Finds the resource's own service, before another one of its Region. */
async function findKnownOrInRegion(
  atlas: AtlasChangePort,
  target: ServiceTarget,
  endpointServiceId: string,
): Promise<EndpointService | undefined> {
  const known =
    endpointServiceId === '' ? undefined : await findService(atlas, { ...target, endpointServiceId });
  return known ?? findService(atlas, target);
}

/** @throws ChangeRefusedError for a change of a setting that is fixed for the life of a service */
function refuseImpossible({ description }: EndpointService, change: ServiceExecution['change']): void {
  const { refusedUnlessThere, portMappingEnabled = false } = change ?? {};
  if (refusedUnlessThere !== undefined && description.portMappingEnabled !== portMappingEnabled)
    throw new ChangeRefusedError(refusedUnlessThere);
}

/** @param mayBeOwn a request of this execution to create it had no response, and a poll after that found nothing */
function refuseOrWait(existing: EndpointService, execution: ServiceExecution, mayBeOwn: boolean): void {
  const { target, change } = execution;
  if (existing.status === 'DELETING') {
    throw new NotYetError(`The earlier endpoint service of ${target.regionName} is still being deleted.`);
  }
  if (change?.adoptExisting === true || isOfResource(existing, execution)) return;
  throw new ChangeRefusedError(refusalToAdopt(existing.endpointServiceId, execution, mayBeOwn));
}

/** For an update: true if its physical id names this service, as created or adopted. */
function isOfResource({ endpointServiceId }: EndpointService, { change }: ServiceExecution): boolean {
  if (change?.kind !== 'update') return false;
  return change.recordedServiceId === '' || change.recordedServiceId === endpointServiceId;
}

function refusalToAdopt(endpointServiceId: string, { target }: ServiceExecution, mayBeOwn: boolean): string {
  const { projectId, cloudProvider, regionName } = target;
  const doubt = mayBeOwn
    ? ' A request of this deployment to create it had no response, so that it may come from that: if nobody else has created it, remove it in Atlas.'
    : '';
  return `Region: project ${projectId} has an ${cloudProvider} endpoint service in ${regionName} already (${endpointServiceId}), and AdoptExisting is false. Set AdoptExisting to true to use it, or look it up.${doubt}`;
}

/**
 * @param prepared the poll of this round
 * @param isCutOff an earlier attempt of this round never returned, and may have succeeded
 * @throws AtlasError of a poll, NotYetError
 */
export async function applyServiceChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  execution: ServiceExecution,
  prepared: Prepared<'service'>,
  isCutOff: boolean,
): Promise<ChangeOutcome> {
  const { target, change } = execution;
  const outcome = await create<EndpointService>({
    clock,
    prepared,
    isCutOff,
    post: () => atlas.createService({ ...target, portMappingEnabled: change?.portMappingEnabled }),
    poll: () => findService(atlas, target),
    mayBeOwn: ({ endpointServiceId }) => isCreatedSince(endpointServiceId, checkBefore(execution, prepared)),
    idOf: ({ endpointServiceId }) => endpointServiceId,
  });
  if (outcome.again !== undefined || outcome.refusal !== undefined) return outcome;
  const refusal = refusalOf(outcome, execution, prepared);
  if (refusal !== undefined) return { ...outcome, refusal };
  return withRemoteRegions(atlas, execution, outcome, prepared.changed === true || isCutOff);
}

/** Explains the refusal of a service that somebody else has created since the poll of this round. */
function refusalOf(
  { adopted, endpointServiceId = '', unanswered }: ChangeOutcome,
  execution: ServiceExecution,
  { existed }: Prepared<'service'>,
): string | undefined {
  const isNew = adopted && !existed;
  if (!isNew || execution.change?.adoptExisting === true) return undefined;
  return refusalToAdopt(endpointServiceId, execution, unanswered !== undefined);
}

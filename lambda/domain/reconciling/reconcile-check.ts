import { AtlasError } from '../model/errors/atlas-error.js';
import { type OwnAutomation, othersRecord, ownRecord } from '../model/own-record.js';
import type { AtlasPort, LinkReference } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort, VpcEndpointPort } from '../model/ports/ec2.js';
import type { ExecutionStatusPort } from '../model/ports/executions.js';
import type { ReconciledItem } from './reconcile-plan.js';
import { type ProjectSnapshot, serviceOf } from './reconcile-snapshot.js';

export interface ReconcilePollDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly endpointList: VpcEndpointListPort;
  readonly executionStates: ExecutionStatusPort;
}

/** @returns the error where Atlas cannot be asked about this link */
export async function checkItem(
  deps: ReconcilePollDependencies,
  snapshot: ProjectSnapshot,
  endpointId: string,
): Promise<ReconciledItem | AtlasError> {
  const service = serviceOf(snapshot, endpointId);
  const known = snapshot.records.get(endpointId);
  const record = ownRecord(known, deps);
  const isListed = service?.interfaceEndpoints.includes(endpointId) ?? false;
  const endpoint = await confirmed(deps, snapshot, endpointId, record !== undefined);
  const isOurs = record !== undefined || endpoint !== undefined;
  try {
    // Where the list does not have the link, the record says where it was: one answer alone may be stale.
    const listing = isListed ? service?.endpointServiceId : record?.link.endpointServiceId;
    const reference = referenceOf(snapshot.projectId, listing ?? '', endpointId);
    // Links of other accounts cost no request each: they are only counted.
    const isAsked = isOurs && reference.endpointServiceId !== '';
    const link = isAsked ? await deps.atlas.findLink(reference) : undefined;
    const isUnderWay = record?.state === 'linking' || record?.state === 'unlinking';
    return {
      endpointId,
      service,
      isListed,
      link,
      endpoint,
      record,
      others: othersRecord(known, deps),
      unreadable: snapshot.unreadable.get(endpointId),
      isRunning: isUnderWay && (await deps.executionStates.isRunning(record.execution)),
      isLast: service?.interfaceEndpoints.every((id) => id === endpointId) ?? false,
    };
  } catch (error) {
    if (error instanceof AtlasError) return error;
    throw error;
  }
}

function referenceOf(projectId: string, endpointServiceId: string, endpointId: string): LinkReference {
  return { cloudProvider: 'AWS', projectId, endpointServiceId, endpointId };
}

/** A list may lack what a poll by id shows; before anything of ours is called gone, it is searched for by id. */
async function confirmed(
  { endpoints }: ReconcilePollDependencies,
  snapshot: ProjectSnapshot,
  endpointId: string,
  isRegistered: boolean,
): Promise<VpcEndpoint | undefined> {
  const listed = snapshot.endpoints.get(endpointId);
  return listed === undefined && isRegistered ? endpoints.describe(endpointId) : listed;
}

import { AtlasError } from '../model/errors/atlas-error.js';
import { type OwnAutomation, othersRecord, ownRecord } from '../model/own-record.js';
import type { AtlasPort, LinkReference } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort, VpcEndpointPort } from '../model/ports/ec2.js';
import type { RunStatusPort } from '../model/ports/executions.js';
import { type ProjectPicture, serviceOf } from './reconcile-picture.js';
import type { ReconciledItem } from './reconcile-plan.js';

export interface ReconcileLookDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly endpointList: VpcEndpointListPort;
  readonly runs: RunStatusPort;
}

/** @returns the error where Atlas cannot be asked about this link */
export async function lookAtItem(
  deps: ReconcileLookDependencies,
  picture: ProjectPicture,
  endpointId: string,
): Promise<ReconciledItem | AtlasError> {
  const service = serviceOf(picture, endpointId);
  const known = picture.records.get(endpointId);
  const record = ownRecord(known, deps);
  const isListed = service?.interfaceEndpoints.includes(endpointId) ?? false;
  const endpoint = await confirmed(deps, picture, endpointId, record !== undefined);
  const isOurs = record !== undefined || endpoint !== undefined;
  try {
    // Where the list does not have the link, the record says where it was: one answer alone may be stale.
    const listing = isListed ? service?.endpointServiceId : record?.link.endpointServiceId;
    const reference = referenceOf(picture.projectId, listing ?? '', endpointId);
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
      unreadable: picture.unreadable.get(endpointId),
      isRunning: isUnderWay && (await deps.runs.isRunning(record.run)),
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

/** A list may lack what a look by id shows; before anything of ours is called gone, it is looked for by id. */
async function confirmed(
  { endpoints }: ReconcileLookDependencies,
  picture: ProjectPicture,
  endpointId: string,
  isRegistered: boolean,
): Promise<VpcEndpoint | undefined> {
  const listed = picture.endpoints.get(endpointId);
  return listed === undefined && isRegistered ? endpoints.describe(endpointId) : listed;
}

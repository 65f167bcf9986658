import type { LinkRecord } from '../../contract/registry.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { UnreadableRecord } from '../model/errors/unreadable-record-error.js';
import type { AtlasPort, EndpointService, LinkReference } from '../model/ports/atlas.js';
import type { VpcEndpoint, VpcEndpointListPort, VpcEndpointPort } from '../model/ports/ec2.js';
import type { ExecutionStatusPort } from '../model/ports/executions.js';
import { traitsOf } from '../model/service-traits.js';
import { type OwnAutomation, othersRecord, ownRecord } from '../model/values/own-record.js';
import type { ListedItem, ReconciledItem } from './reconcile-plan.js';
import { type ProjectSnapshot, serviceOf } from './reconcile-snapshot.js';

export interface ReconcilePollDependencies extends OwnAutomation {
  readonly atlas: AtlasPort;
  readonly endpoints: VpcEndpointPort;
  readonly endpointList: VpcEndpointListPort;
  readonly executionStates: ExecutionStatusPort;
}

/** What the registry has about one endpoint. */
export interface KnownRecord {
  readonly record: LinkRecord | undefined;
  readonly unreadable?: UnreadableRecord | undefined;
}

/**
 * What the lists have about an endpoint.
 *
 * @param known its record, if it has been read since the snapshot was taken
 */
export function listedItem(
  own: OwnAutomation,
  snapshot: ProjectSnapshot,
  endpointId: string,
  known: KnownRecord = {
    record: snapshot.records.get(endpointId),
    unreadable: snapshot.unreadable.get(endpointId),
  },
): ListedItem {
  const service = serviceOf(snapshot, endpointId);
  return {
    endpointId,
    service,
    isListed: snapshot.listing.has(endpointId),
    endpoint: snapshot.endpoints.get(endpointId),
    record: ownRecord(known.record, own),
    others: othersRecord(known.record, own),
    unreadable: known.unreadable,
    isLast: service !== undefined && isLastOf(service, endpointId),
    undecided: snapshot.undecided.get(endpointId),
    isElsewhere: snapshot.elsewhere.has(endpointId),
  };
}

function isLastOf(service: EndpointService, endpointId: string): boolean {
  return traitsOf(service).goesWithLastLink && service.interfaceEndpoints.every((id) => id === endpointId);
}

/** @returns the error if Atlas cannot be asked about this link */
export async function checkItem(
  deps: ReconcilePollDependencies,
  snapshot: ProjectSnapshot,
  endpointId: string,
): Promise<ReconciledItem | AtlasError> {
  const listed = listedItem(deps, snapshot, endpointId);
  return checkListed(deps, snapshot.projectId, listed, await isUnderWay(deps, listed));
}

/** True while the execution that the own record names is running. */
export async function isUnderWay(
  { executionStates }: Pick<ReconcilePollDependencies, 'executionStates'>,
  { record }: Pick<ListedItem, 'record'>,
): Promise<boolean> {
  const isBegun = record?.state === 'linking' || record?.state === 'unlinking';
  return isBegun && executionStates.isRunning(record.execution);
}

/**
 * Reads this endpoint in EC2 and this link in Atlas.
 *
 * @returns the error if Atlas cannot be asked
 */
export async function checkListed(
  deps: ReconcilePollDependencies,
  projectId: string,
  listed: ListedItem,
  isRunning: boolean,
): Promise<ReconciledItem | AtlasError> {
  const { endpointId, service, isListed, record } = listed;
  const endpoint = await confirmed(deps, listed);
  const isOurs = record !== undefined || endpoint !== undefined;
  try {
    // If the list does not have the link, the record names its service: a single response may be stale.
    const listing = isListed ? service?.endpointServiceId : record?.link.endpointServiceId;
    const reference = referenceOf(projectId, listing ?? '', endpointId);
    // Links of other accounts are only counted, without a request for each.
    const isAsked = isOurs && reference.endpointServiceId !== '';
    const link = isAsked ? await deps.atlas.findLink(reference) : undefined;
    return { ...listed, link, endpoint, isRunning };
  } catch (error) {
    if (error instanceof AtlasError) return error;
    throw error;
  }
}

function referenceOf(projectId: string, endpointServiceId: string, endpointId: string): LinkReference {
  return { cloudProvider: 'AWS', projectId, endpointServiceId, endpointId };
}

/** A list may omit what a poll by id shows. Before something of ours counts as deleted, it is searched for by id. */
async function confirmed(
  { endpoints }: ReconcilePollDependencies,
  { endpointId, endpoint, record }: ListedItem,
): Promise<VpcEndpoint | undefined> {
  return endpoint === undefined && record !== undefined ? endpoints.describe(endpointId) : endpoint;
}

/**
 * Endpoints in other Regions than their endpoint service's. Atlas has a list of the Regions that a service accepts, and a
 * change replaces the whole list: it belongs to everybody who uses the project. So a Region is added only where the
 * project allows it, and never removed.
 */
import { REMOTE_REGIONS_LIMIT } from '../../contract/limits.js';
import { type AtlasRegion, type AwsRegion, atlasRegion } from '../../contract/regions.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import type { Reach } from '../members/project-reach.js';
import type { EndpointService } from '../model/ports/atlas.js';

type AcceptingService = Pick<EndpointService, 'endpointServiceId' | 'regionName' | 'description'>;

/** Returns the endpoint's Region if the service does not accept it; undefined if it does, as its own or in its list. */
export function missingRegion(
  { regionName, description }: AcceptingService,
  region: AwsRegion,
): AtlasRegion | undefined {
  const name = atlasRegion(region);
  return regionName === name || description.supportedRemoteRegions.includes(name) ? undefined : name;
}

/** True if the project allows the automation to add Regions to the lists of its services. */
export function addsRegions(project: Reach | undefined): boolean {
  return project?.remoteRegions !== undefined;
}

/** True if the automation may add this Region to the lists of the project's services. */
export function mayAddRegion(project: Reach | undefined, region: AwsRegion): boolean {
  return project?.remoteRegions?.includes(region) === true;
}

/** @returns why a Region that the service does not accept is not added; undefined if it may be */
export function refusalToAdd(
  project: Reach | undefined,
  service: AcceptingService,
  region: AwsRegion,
): Refusal | undefined {
  const { endpointServiceId, description } = service;
  const list = description.supportedRemoteRegions;
  if (!mayAddRegion(project, region)) return notAllowed(project, service, region);
  if (list.length < REMOTE_REGIONS_LIMIT) return undefined;
  return {
    code: 'REMOTE_REGIONS_FULL',
    message: `Endpoint service ${endpointServiceId} does not accept VPC endpoints of ${region}, and has ${list.length} remote Regions already, which is as many as Atlas takes.`,
    advice:
      'Remove a Region that no VPC endpoint uses from the endpoint service in Atlas (Accepted Endpoint Regions), or create an endpoint service in the Region of the VPC endpoint. The next reconciliation links the endpoint.',
  };
}

function notAllowed(
  project: Reach | undefined,
  { endpointServiceId, regionName }: AcceptingService,
  region: AwsRegion,
): Refusal {
  const allowed = project?.remoteRegions ?? [];
  const those = allowed.length === 0 ? 'none' : allowed.join(', ');
  return {
    code: 'REGION_NOT_ACCEPTED',
    message: `Endpoint service ${endpointServiceId} of ${regionName} does not accept VPC endpoints of ${region}, and the automation may not add this Region (remoteRegions of its project: ${those}).`,
    advice:
      'Add the Region to remoteRegions of the project in the automation and deploy it, or add it to the endpoint service in Atlas (Accepted Endpoint Regions). The next reconciliation links the endpoint.',
  };
}

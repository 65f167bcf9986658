import type { ServiceTarget } from '../../../../execution-data/workflow-input.js';
import { idOfParts } from '../../adopted-id.js';

/** The physical id. */
export function serviceId(
  { projectId, cloudProvider, regionName }: Pick<ServiceTarget, 'projectId' | 'cloudProvider' | 'regionName'>,
  endpointServiceId: string,
  adopted: boolean,
): string {
  return idOfParts(['service', projectId, cloudProvider, regionName, endpointServiceId], adopted);
}

const SERVICE =
  /^service\/(?<project>[^/]+)\/(?<provider>[^/]+)\/(?<region>[^/]+)\/(?<service>[0-9a-f]{24})(\/|$)/;

/**
 * What a removal is of, in the words of the properties, whatever those say: after a failed update, they may name what
 * somebody else has made.
 *
 * @returns undefined for an id without the id of a service: in a create that failed, Atlas gave none
 */
export function recordedService(physicalId: string): Readonly<Record<string, string>> | undefined {
  const { project, provider, region } = SERVICE.exec(physicalId)?.groups ?? {};
  if (project === undefined || provider === undefined || region === undefined) return undefined;
  return { projectId: project, cloudProvider: provider, region: region };
}

/** Id of the service that a physical id names; empty for a create that failed before Atlas gave one. */
export function serviceIdIn(physicalId: string): string {
  return SERVICE.exec(physicalId)?.groups?.service ?? '';
}

import type { ServiceTarget } from '../../../../execution-data/workflow-input.js';
import { idOfParts } from '../../properties/adopted-id.js';

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
 * Returns the properties that identify the service to remove. The request's own properties are not used: after a failed
 * update, they may name what somebody else has created.
 *
 * @returns undefined if the id has no service id: the create failed before Atlas returned one
 */
export function recordedService(physicalId: string): Readonly<Record<string, string>> | undefined {
  const { project, provider, region } = SERVICE.exec(physicalId)?.groups ?? {};
  if (project === undefined || provider === undefined || region === undefined) return undefined;
  return { projectId: project, cloudProvider: provider, region: region };
}

/** Id of the service that a physical id names; empty if the create failed before Atlas returned one. */
export function serviceIdIn(physicalId: string): string {
  return SERVICE.exec(physicalId)?.groups?.service ?? '';
}

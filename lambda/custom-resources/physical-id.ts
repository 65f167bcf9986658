/**
 * Physical ids: what the resource is, and whether it is its own. A resource that adopted what was there has an id that
 * says so, and its deletion removes nothing.
 */
import type { WorkflowInput } from '../contract/workflow-input.js';

const ADOPTED = 'adopted';
const NOT_CREATED = 'not-created';

type OwnedTarget = Exclude<WorkflowInput['target'], { readonly kind: 'regional-mode' }>;

export function physicalIdOf(target: OwnedTarget, endpointServiceId: string, adopted: boolean): string {
  const { projectId, cloudProvider } = target;
  const parts =
    target.kind === 'link'
      ? ['link', projectId, cloudProvider, target.endpointServiceId, target.endpointId]
      : ['service', projectId, cloudProvider, target.regionName, endpointServiceId];
  return [...parts.filter((part) => part !== ''), ...(adopted ? [ADOPTED] : [])].join('/');
}

/** Keeps what was before the resource, for its deletion. */
export function regionalModeId(projectId: string, wasEnabled: boolean): string {
  return `${regionalModeOf(projectId)}/${wasEnabled ? 'was-on' : 'was-off'}`;
}

/** What the ids of a project's regional mode begin with. */
export function regionalModeOf(projectId: string): string {
  return `regional-mode/${projectId}`;
}

/** What the mode was before the resource; undefined when the id does not say. */
export function earlierModeIn(physicalId: string): boolean | undefined {
  const was = /^regional-mode\/[^/]+\/was-(on|off)$/.exec(physicalId)?.[1];
  return was === undefined ? undefined : was === 'on';
}

/** Of a create that failed before anything was made: the Delete that follows has nothing to do. */
export function notCreatedId(requestId: string): string {
  return `${NOT_CREATED}/${requestId}`;
}

/** True for what was there before the resource. */
export function isAdopted(physicalId: string): boolean {
  return physicalId.endsWith(`/${ADOPTED}`);
}

/**
 * True where a Delete has nothing to remove: nothing was made, or what is there belongs to somebody else. CloudFormation
 * makes up an id for a create that was never answered, and that one says nothing of what is ours.
 */
export function ownsNothing(physicalId: string): boolean {
  if (isAdopted(physicalId)) return true;
  return !REGIONAL_MODE.test(physicalId) && recordedTarget(physicalId) === undefined;
}

const REGIONAL_MODE = /^regional-mode\//;
const SERVICE =
  /^service\/(?<project>[^/]+)\/(?<provider>[^/]+)\/(?<region>[^/]+)\/(?<service>[0-9a-f]{24})(\/|$)/;
const LINK = /^link\/(?<project>[^/]+)\/(?<provider>[^/]+)\/(?<service>[0-9a-f]{24})\/(?<endpoint>.+)$/;

/** What a physical id names, in the words of the resource's properties. */
export interface RecordedTarget {
  readonly ProjectId: string;
  readonly CloudProvider: string;
  readonly EndpointServiceId: string;
  /** Of a service. */
  readonly Region?: string;
  /** Of a link. */
  readonly EndpointId?: string;
}

/**
 * What a removal is of, whatever the properties say: after a failed update, those may name what somebody else has made.
 *
 * @returns undefined for an id without the id of a service: in a create that failed, Atlas gave none
 */
export function recordedTarget(physicalId: string): RecordedTarget | undefined {
  const {
    project = '',
    provider = '',
    service = '',
    region,
    endpoint,
  } = (SERVICE.exec(physicalId) ?? LINK.exec(physicalId))?.groups ?? {};
  if (service === '') return undefined;
  return {
    ProjectId: project,
    CloudProvider: provider,
    EndpointServiceId: service,
    ...(region === undefined ? {} : { Region: region }),
    ...(endpoint === undefined ? {} : { EndpointId: endpoint }),
  };
}

const ANSWERED = /^(service|link|regional-mode|not-created|lookup)\//;

/** True for an id that no answer of ours has given: CloudFormation has not seen, or not taken, that of a create. */
export function isMadeUp(physicalId: string): boolean {
  return !ANSWERED.test(physicalId);
}

/** Id of the service that a physical id names; empty for a create that failed before Atlas gave one. */
export function serviceIdIn(physicalId: string): string {
  return SERVICE.test(physicalId) ? (recordedTarget(physicalId)?.EndpointServiceId ?? '') : '';
}

/** From a request of CloudFormation to what has to be done. Pure. */
import {
  ANSWER_MARGIN_SECONDS,
  CustomResource,
  MAX_SERVICE_TIMEOUT_SECONDS,
} from '../contract/custom-resources.js';
import { type RespondTo, WORKFLOW_VERSION, type WorkflowInput } from '../contract/workflow-input.js';
import { ownsNothing, serviceIdIn } from './physical-id.js';
import {
  InvalidPropertiesError,
  isKnownType,
  type LinkLookupProperties,
  readLinkLookupProperties,
  readLinkProperties,
  readServiceLookupProperties,
  readServiceProperties,
  type ServiceLookupProperties,
} from './properties.js';
import { decideLinkUpdate, decideServiceUpdate, type UpdateDecision } from './replacement.js';
import type { CloudFormationRequest } from './request.js';

export type Plan =
  /** A run of the workflow, which also answers. */
  | { readonly kind: 'run'; readonly input: WorkflowInput }
  | { readonly kind: 'look-up-link'; readonly properties: LinkLookupProperties }
  | { readonly kind: 'look-up-service'; readonly properties: ServiceLookupProperties }
  /** Success without a look: there is nothing to remove. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse'; readonly reason: string };

/** @throws InvalidPropertiesError */
export function planFor(request: CloudFormationRequest, now: Date, region: string): Plan {
  const { ResourceType, RequestType, PhysicalResourceId } = request;
  if (!isKnownType(ResourceType)) {
    throw new InvalidPropertiesError(
      `Resource type ${ResourceType} is not known. Accepted: ${Object.values(CustomResource).join(', ')}.`,
    );
  }
  const isLookup =
    ResourceType === CustomResource.LINK_LOOKUP || ResourceType === CustomResource.SERVICE_LOOKUP;
  if (RequestType === 'Delete' && (isLookup || ownsNothing(PhysicalResourceId))) return { kind: 'nothing' };
  switch (ResourceType) {
    case CustomResource.SERVICE:
      return planService(request, now);
    case CustomResource.LINK:
      return planLink(request, now, region);
    case CustomResource.LINK_LOOKUP:
      return { kind: 'look-up-link', properties: readLinkLookupProperties(request.ResourceProperties) };
    case CustomResource.SERVICE_LOOKUP:
      return { kind: 'look-up-service', properties: readServiceLookupProperties(request.ResourceProperties) };
  }
}

function planService(request: CloudFormationRequest, now: Date): Plan {
  const properties = readServiceProperties(request.ResourceProperties);
  const decision = decide(request, properties, readServiceProperties, decideServiceUpdate);
  if (decision.kind === 'refuse') return decision;
  const kind = changeKind(request, decision);
  const target = {
    kind: 'service' as const,
    cloudProvider: properties.CloudProvider,
    projectId: properties.ProjectId,
    regionName: properties.Region,
    // A removal is of this one service; an update is of whatever serves the Region, made again if it is gone.
    endpointServiceId: kind === 'delete' ? serviceIdIn(request.PhysicalResourceId) : '',
  };
  const change = {
    kind,
    adoptExisting: properties.AdoptExisting,
    supportedRemoteRegions: properties.SupportedRemoteRegions,
    portMappingEnabled: properties.PortMappingEnabled,
  };
  return { kind: 'run', input: { ...runOf(request, kind, properties.TimeoutSeconds, now), target, change } };
}

function planLink(request: CloudFormationRequest, now: Date, region: string): Plan {
  const properties = readLinkProperties(request.ResourceProperties);
  const decision = decide(request, properties, readLinkProperties, decideLinkUpdate);
  if (decision.kind === 'refuse') return decision;
  const kind = changeKind(request, decision);
  const target = {
    kind: 'link' as const,
    cloudProvider: properties.CloudProvider,
    projectId: properties.ProjectId,
    endpointServiceId: properties.EndpointServiceId,
    endpointId: properties.EndpointId,
    region,
  };
  const change = {
    kind,
    lastLink: properties.LastLink,
    privateEndpointIpAddress: properties.PrivateEndpointIpAddress,
    gcpProjectId: properties.GcpProjectId,
    gcpEndpoints: properties.Endpoints?.map(({ EndpointName, IpAddress }) => ({
      endpointName: EndpointName,
      ipAddress: IpAddress,
    })),
  };
  return { kind: 'run', input: { ...runOf(request, kind, properties.TimeoutSeconds, now), target, change } };
}

function decide<Properties>(
  { RequestType, OldResourceProperties }: CloudFormationRequest,
  properties: Properties,
  read: (properties: unknown) => Properties,
  decideUpdate: (old: Properties, wanted: Properties) => UpdateDecision,
): UpdateDecision {
  return RequestType === 'Update'
    ? decideUpdate(read(OldResourceProperties), properties)
    : { kind: 'update' };
}

type ChangeKind = 'create' | 'update' | 'delete';

function changeKind({ RequestType }: CloudFormationRequest, decision: UpdateDecision): ChangeKind {
  if (RequestType === 'Delete') return 'delete';
  return RequestType === 'Create' || decision.kind === 'replace' ? 'create' : 'update';
}

function runOf(request: CloudFormationRequest, kind: ChangeKind, timeoutSeconds: number, now: Date) {
  // A removal has all the time that CloudFormation gives: the property speaks of becoming available.
  const seconds = kind === 'delete' ? MAX_SERVICE_TIMEOUT_SECONDS - ANSWER_MARGIN_SECONDS : timeoutSeconds;
  return {
    version: WORKFLOW_VERSION,
    goal: kind === 'delete' ? ('gone' as const) : ('available' as const),
    origin: { kind: 'custom-resource' as const, id: request.RequestId },
    startedAt: now.toISOString(),
    deadline: new Date(now.getTime() + seconds * 1000).toISOString(),
    respondTo: respondToOf(request, kind === 'create'),
  } as const;
}

/** @param isNew the answer gives the physical id: a Create, or an Update that replaces */
export function respondToOf(request: CloudFormationRequest, isNew: boolean): RespondTo {
  return {
    requestType: request.RequestType,
    responseUrl: request.ResponseURL,
    stackId: request.StackId,
    requestId: request.RequestId,
    logicalResourceId: request.LogicalResourceId,
    physicalResourceId: isNew ? '' : request.PhysicalResourceId,
  };
}

/** From a request of CloudFormation to what has to be done. Pure. */
import {
  ANSWER_MARGIN_SECONDS,
  CustomResource,
  type CustomResourceType,
  type LastLinkRule,
  MAX_SERVICE_TIMEOUT_SECONDS,
} from '../contract/custom-resources.js';
import { type RespondTo, WORKFLOW_VERSION, type WorkflowInput } from '../contract/workflow-input.js';
import type { AtlasPort } from '../domain/model/ports/atlas.js';
import { lookUpLink, lookUpRegionalMode, lookUpService, lookUpServices } from './lookup.js';
import { earlierModeIn, isAdopted, ownsNothing, recordedTarget, serviceIdIn } from './physical-id.js';
import {
  InvalidPropertiesError,
  isKnownType,
  type LinkProperties,
  readablePart,
  readLinkLookupProperties,
  readLinkProperties,
  readRegionalModeLookupProperties,
  readRegionalModeProperties,
  readServiceLookupProperties,
  readServiceProperties,
  readServicesLookupProperties,
  type ServiceProperties,
} from './properties.js';
import {
  decideLinkUpdate,
  decideRegionalModeUpdate,
  decideServiceUpdate,
  type UpdateDecision,
} from './replacement.js';
import type { CloudFormationRequest } from './request.js';
import { issuedAt } from './request-name.js';

export type Plan =
  /** A run of the workflow, which also answers. */
  | { readonly kind: 'run'; readonly input: WorkflowInput }
  /** A read, answered at once. */
  | { readonly kind: 'look-up'; readonly lookUp: (atlas: AtlasPort) => Promise<object> }
  /** Success without a look: there is nothing to remove. */
  | { readonly kind: 'nothing' };

/** @throws InvalidPropertiesError */
export function planFor(request: CloudFormationRequest, now: Date, region: string): Plan {
  const { ResourceType, RequestType, PhysicalResourceId, ResourceProperties } = request;
  // First of all: what was refused, whatever was wrong with it, must not bar the removal that follows.
  if (RequestType === 'Delete' && ownsNothing(PhysicalResourceId)) return { kind: 'nothing' };
  if (!isKnownType(ResourceType)) {
    throw new InvalidPropertiesError(
      `Resource type ${ResourceType} is not known. Accepted: ${Object.values(CustomResource).join(', ')}.`,
    );
  }
  if (RequestType === 'Delete' && isLookup(ResourceType)) return { kind: 'nothing' };
  switch (ResourceType) {
    case CustomResource.SERVICE:
      return planService(request, now);
    case CustomResource.LINK:
      return planLink(request, now, region);
    case CustomResource.REGIONAL_MODE:
      return planRegionalMode(request, now);
    case CustomResource.LINK_LOOKUP:
      return planLookUp(readLinkLookupProperties(ResourceProperties), lookUpLink);
    case CustomResource.SERVICE_LOOKUP:
      return planLookUp(readServiceLookupProperties(ResourceProperties), lookUpService);
    case CustomResource.SERVICES_LOOKUP:
      return planLookUp(readServicesLookupProperties(ResourceProperties), lookUpServices);
    case CustomResource.REGIONAL_MODE_LOOKUP:
      return planLookUp(readRegionalModeLookupProperties(ResourceProperties), lookUpRegionalMode);
  }
}

function isLookup(type: CustomResourceType): boolean {
  return type.endsWith('Lookup');
}

function planLookUp<Properties>(
  properties: Properties,
  read: (atlas: AtlasPort, properties: Properties) => Promise<object>,
): Plan {
  return { kind: 'look-up', lookUp: (atlas) => read(atlas, properties) };
}

function planService(request: CloudFormationRequest, now: Date): Plan {
  const properties = readServiceProperties(propertiesOf(request, CustomResource.SERVICE));
  const old = readablePart(CustomResource.SERVICE, request.OldResourceProperties);
  const decision = decideServiceUpdate(request.PhysicalResourceId, old, properties);
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
    supportedRemoteRegions: properties.SupportedRemoteRegions ?? withdrawnRegions(request, old),
    withdrawnRemoteRegions: old.SupportedRemoteRegions ?? [],
    // A replacement is another service, beside the one that the id names.
    recordedServiceId: kind === 'update' ? serviceIdIn(request.PhysicalResourceId) : '',
    isAdopted: isAdopted(request.PhysicalResourceId),
    portMappingEnabled: properties.PortMappingEnabled,
    ...refusalIn(kind, decision),
  };
  return { kind: 'run', input: { ...runOf(request, kind, properties.TimeoutSeconds, now), target, change } };
}

/** Regions that the property gave and no longer gives are taken away, as on the way back from a failed update. */
function withdrawnRegions(
  { RequestType }: CloudFormationRequest,
  { SupportedRemoteRegions }: Partial<ServiceProperties>,
): [] | undefined {
  return RequestType !== 'Update' || SupportedRemoteRegions === undefined ? undefined : [];
}

function planLink(request: CloudFormationRequest, now: Date, region: string): Plan {
  const properties = readLinkProperties(propertiesOf(request, CustomResource.LINK));
  const old = readablePart(CustomResource.LINK, request.OldResourceProperties);
  const decision = decideLinkUpdate(request.PhysicalResourceId, old, properties);
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
    lastLink: lastLinkRule(properties),
    privateEndpointIpAddress: properties.PrivateEndpointIpAddress,
    gcpProjectId: properties.GcpProjectId,
    gcpEndpoints: properties.Endpoints?.map(({ EndpointName, IpAddress }) => ({
      endpointName: EndpointName,
      ipAddress: IpAddress,
    })),
    ownsEndpoint: properties.OwnsEndpoint,
    connectionStrings: kind === 'delete' ? undefined : wantedStrings(properties),
    ...refusalIn(kind, decision),
  };
  return { kind: 'run', input: { ...runOf(request, kind, properties.TimeoutSeconds, now), target, change } };
}

/** A service that was there before goes with no link of this stack. */
function lastLinkRule({ LastLink, EndpointServiceResource = '' }: LinkProperties): LastLinkRule {
  return isAdopted(EndpointServiceResource) ? 'keep' : LastLink;
}

function wantedStrings({
  AwaitConnectionStrings,
  ConnectionStringsTimeoutSeconds,
  Clusters,
}: LinkProperties) {
  if (AwaitConnectionStrings) return { timeoutSeconds: ConnectionStringsTimeoutSeconds, clusters: Clusters };
  if (Clusters.length === 0) return undefined;
  throw new InvalidPropertiesError(
    `${CustomResource.LINK}: Clusters names ${Clusters.join(', ')}, and AwaitConnectionStrings is false. Set it to true, or leave Clusters out.`,
  );
}

function planRegionalMode(request: CloudFormationRequest, now: Date): Plan {
  const properties = readRegionalModeProperties(propertiesOf(request, CustomResource.REGIONAL_MODE));
  const decision = decideRegionalModeUpdate(request.PhysicalResourceId, properties);
  const kind = changeKind(request, decision);
  const earlier = earlierModeIn(request.PhysicalResourceId);
  if (kind === 'delete' && (properties.OnDelete === 'keep' || earlier === undefined))
    return { kind: 'nothing' };
  const target = { kind: 'regional-mode' as const, projectId: properties.ProjectId };
  const change = { kind, enabled: kind === 'delete' ? earlier === true : properties.Enabled };
  return { kind: 'run', input: { ...runOf(request, kind, properties.TimeoutSeconds, now), target, change } };
}

/** A property that is not known any more, or has a value of old, must not bar a removal; what it is of, the id says. */
function propertiesOf(
  { RequestType, ResourceProperties, PhysicalResourceId }: CloudFormationRequest,
  type: CustomResourceType,
): Readonly<Record<string, unknown>> {
  if (RequestType !== 'Delete') return ResourceProperties;
  const { EndpointServiceId, ...recorded } = recordedTarget(PhysicalResourceId) ?? {};
  const ofLink = type === CustomResource.LINK ? { EndpointServiceId } : {};
  return { ...readablePart(type, ResourceProperties), ...recorded, ...ofLink };
}

function refusalIn(kind: ChangeKind, decision: UpdateDecision): { refusedUnlessThere?: string | undefined } {
  return kind === 'update' && decision.kind === 'update'
    ? { refusedUnlessThere: decision.refusedUnlessThere }
    : {};
}

type ChangeKind = 'create' | 'update' | 'delete';

function changeKind({ RequestType }: CloudFormationRequest, decision: UpdateDecision): ChangeKind {
  if (RequestType === 'Delete') return 'delete';
  return RequestType === 'Create' || decision.kind === 'replace' ? 'create' : 'update';
}

function runOf(request: CloudFormationRequest, kind: ChangeKind, timeoutSeconds: number, now: Date) {
  const granted = grantedSeconds(request.ResourceProperties.ServiceTimeout);
  // A removal has all the time that CloudFormation gives: the property speaks of becoming available.
  const seconds = kind === 'delete' ? granted : Math.min(timeoutSeconds, granted);
  return {
    version: WORKFLOW_VERSION,
    goal: kind === 'delete' ? ('gone' as const) : ('available' as const),
    origin: { kind: 'custom-resource' as const, id: request.RequestId },
    startedAt: now.toISOString(),
    deadline: new Date(now.getTime() + seconds * 1000).toISOString(),
    respondTo: respondToOf(request),
  } as const;
}

/** What CloudFormation waits for this resource, less the time for an answer: of a short wait, less of it. */
function grantedSeconds(serviceTimeout: unknown): number {
  const given = Number(serviceTimeout);
  const whole = given >= 1 && given < MAX_SERVICE_TIMEOUT_SECONDS ? given : MAX_SERVICE_TIMEOUT_SECONDS;
  return whole - Math.min(ANSWER_MARGIN_SECONDS, Math.floor(whole / 4));
}

export function respondToOf(request: CloudFormationRequest): RespondTo {
  return {
    requestType: request.RequestType,
    stackId: request.StackId,
    requestId: request.RequestId,
    logicalResourceId: request.LogicalResourceId,
    physicalResourceId: request.PhysicalResourceId,
    issuedAt: issuedAt(request.ResponseURL)?.toISOString(),
  };
}

import { CustomResource, type LastLinkRule } from '../../../../contract/custom-resources.js';
import type { LinkRun } from '../../../../contract/workflow-input.js';
import { isAdopted } from '../../adopted-id.js';
import { InvalidPropertiesError, readablePart } from '../../properties.js';
import { requestedProperties } from '../../requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../resource-request.js';
import { changeKind, refusalIn, type UpdateDecision } from '../../update-decision.js';
import { linkId, recordedLink } from './link-id.js';
import { type LinkProperties, linkProperties, readLinkProperties } from './link-properties.js';

/** @throws InvalidPropertiesError */
export function planLink(request: ResourceRequest, { region, frameOf }: PlanContext): LinkRun {
  const properties = readLinkProperties(requestedProperties(request, linkProperties, recordedLink));
  const old = readablePart(linkProperties, request.OldResourceProperties);
  const decision = decideUpdate(request.PhysicalResourceId, old, properties);
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
  return { ...frameOf(kind, properties.TimeoutSeconds), target, change };
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

const LINK_DETAILS = ['PrivateEndpointIpAddress', 'GcpProjectId', 'Endpoints'] as const;

/**
 * Pure. The physical id alone tells whether it is the same link, as with an endpoint service.
 *
 * @param old what could be read of the old properties
 */
function decideUpdate(
  physicalId: string,
  old: Partial<LinkProperties>,
  wanted: LinkProperties,
): UpdateDecision {
  const link = {
    projectId: wanted.ProjectId,
    cloudProvider: wanted.CloudProvider,
    endpointServiceId: wanted.EndpointServiceId,
    endpointId: wanted.EndpointId,
  };
  const isSame = [false, true].some((adopted) => physicalId === linkId(link, adopted));
  if (!isSame) return { kind: 'replace' };
  const changed = LINK_DETAILS.find((name) => JSON.stringify(old[name]) !== JSON.stringify(wanted[name]));
  if (changed === undefined) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere: `${changed} cannot be changed while the endpoint stays the same: Atlas has one link for an endpoint. Remove the resource, deploy, and add it again.`,
  };
}

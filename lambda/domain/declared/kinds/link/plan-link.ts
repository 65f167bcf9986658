import { nameInCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import { CustomResource, type LastLinkRule } from '../../../../contract/custom-resources.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { isAdopted } from '../../properties/adopted-id.js';
import { requestedProperties } from '../../properties/requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../properties/resource-request.js';
import { InvalidPropertiesError } from '../../properties/template-properties.js';
import { changeKind, refusalIn, type UpdateDecision } from '../../properties/update-decision.js';
import { linkId, recordedLink } from './link-id.js';
import { type LinkProperties, linkProperties } from './link-properties.js';

/** @throws InvalidPropertiesError */
export function planLink(request: ResourceRequest, { region, frameOf }: PlanContext): LinkExecution {
  const properties = requestedProperties(request, linkProperties, recordedLink);
  const old = linkProperties.readWhatIsReadable(request.oldResourceProperties);
  const decision = decideUpdate(request.physicalResourceId, old, properties);
  const kind = changeKind(request, decision);
  const target = {
    kind: 'link' as const,
    cloudProvider: properties.cloudProvider,
    projectId: properties.projectId,
    endpointServiceId: properties.endpointServiceId,
    endpointId: properties.endpointId,
    region,
  };
  const change = {
    kind,
    lastLink: lastLinkRule(properties),
    privateEndpointIpAddress: properties.privateEndpointIpAddress,
    gcpProjectId: properties.gcpProjectId,
    gcpEndpoints: properties.endpoints,
    ownsEndpoint: properties.ownsEndpoint,
    connectionStrings: kind === 'delete' ? undefined : wantedStrings(properties),
    ...refusalIn(kind, decision),
  };
  return { ...frameOf(kind, properties.timeoutSeconds), target, change };
}

/** An adopted endpoint service is not removed with a link of this stack. */
function lastLinkRule({ lastLink, endpointServiceResource = '' }: LinkProperties): LastLinkRule {
  return isAdopted(endpointServiceResource) ? 'keep' : lastLink;
}

function wantedStrings({
  awaitConnectionStrings,
  connectionStringsTimeoutSeconds: timeoutSeconds,
  clusters,
}: LinkProperties) {
  if (awaitConnectionStrings) return { timeoutSeconds, clusters };
  if (clusters.length === 0) return undefined;
  throw new InvalidPropertiesError(
    `${CustomResource.LINK}: Clusters names ${clusters.join(', ')}, and AwaitConnectionStrings is false. Set it to true, or leave Clusters out.`,
  );
}

const LINK_DETAILS = ['privateEndpointIpAddress', 'gcpProjectId', 'endpoints'] as const;

/**
 * Pure. As with an endpoint service, only the physical id decides whether it is the same link.
 *
 * @param old the readable old properties
 */
function decideUpdate(
  physicalId: string,
  old: Partial<LinkProperties>,
  wanted: LinkProperties,
): UpdateDecision {
  const isSame = [false, true].some((adopted) => physicalId === linkId(wanted, adopted));
  if (!isSame) return { kind: 'replace' };
  const changed = LINK_DETAILS.find((name) => JSON.stringify(old[name]) !== JSON.stringify(wanted[name]));
  if (changed === undefined) return { kind: 'update' };
  return {
    kind: 'update',
    refusedUnlessThere: `${nameInCloudFormation(changed)} cannot be changed while the endpoint stays the same: Atlas has one link for an endpoint. Remove the resource, deploy, and add it again.`,
  };
}

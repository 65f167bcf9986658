import type { DataFederationLinkExecution } from '../../../../execution-data/workflow-input.js';
import { isAdopted } from '../../properties/adopted-id.js';
import { requestedProperties } from '../../properties/requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../properties/resource-request.js';
import { changeKind } from '../../properties/update-decision.js';
import { dataFederationLinkId, recordedDataFederationLink } from './data-federation-link-id.js';
import {
  type DataFederationLinkProperties,
  dataFederationLinkProperties,
} from './data-federation-link-properties.js';

/** @throws InvalidPropertiesError */
export function planDataFederationLink(
  request: ResourceRequest,
  { frameOf }: PlanContext,
): DataFederationLinkExecution {
  const properties = requestedProperties(request, dataFederationLinkProperties, recordedDataFederationLink);
  const old = dataFederationLinkProperties.readWhatIsReadable(request.oldResourceProperties);
  const { projectId, endpointId, region, customerEndpointDnsName, ownsEndpoint } = properties;
  // As with a link, only the physical id decides whether it is the same registration.
  const isSame = [false, true].some(
    (adopted) => request.physicalResourceId === dataFederationLinkId(properties, adopted),
  );
  const kind = changeKind(request, { kind: isSame ? 'update' : 'replace' });
  const change = {
    kind,
    comment: properties.comment ?? withdrawnComment(request, isSame, old),
    region,
    customerEndpointDnsName,
    ownsEndpoint,
  };
  const target = { kind: 'data-federation-link' as const, projectId, endpointId };
  return { ...frameOf(kind, properties.timeoutSeconds), target, change };
}

/** An update without the earlier comment empties it, unless the registration, and so its comment, is of others. */
function withdrawnComment(
  { requestType, physicalResourceId }: ResourceRequest,
  isSame: boolean,
  { comment }: Partial<DataFederationLinkProperties>,
): '' | undefined {
  const isWithdrawn = requestType === 'Update' && isSame && comment !== undefined;
  return isWithdrawn && !isAdopted(physicalResourceId) ? '' : undefined;
}

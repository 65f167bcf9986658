import * as v from 'valibot';
import {
  CustomResource,
  DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  LAST_LINK_RULES,
} from '../../../../contract/custom-resources.js';
import {
  cloudProvider,
  filled,
  flag,
  own,
  projectId,
  readerOf,
  seconds,
  serviceId,
} from '../../properties.js';

const gcpEndpoint = v.strictObject({ EndpointName: filled, IpAddress: filled });

export const linkProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: serviceId,
  EndpointId: filled,
  PrivateEndpointIpAddress: v.optional(filled),
  GcpProjectId: v.optional(filled),
  Endpoints: v.optional(v.array(gcpEndpoint)),
  LastLink: v.optional(v.picklist(LAST_LINK_RULES, `expected one of ${LAST_LINK_RULES.join(', ')}`), 'keep'),
  /** Physical id of the resource that makes the endpoint service. */
  EndpointServiceResource: v.optional(filled),
  OwnsEndpoint: flag(false),
  AwaitConnectionStrings: flag(true),
  ConnectionStringsTimeoutSeconds: seconds(DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS),
  Clusters: v.optional(v.array(filled), []),
  TimeoutSeconds: seconds(),
});

export type LinkProperties = v.InferOutput<typeof linkProperties>;
export const readLinkProperties = readerOf(CustomResource.LINK, linkProperties);

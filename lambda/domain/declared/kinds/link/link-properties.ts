import * as v from 'valibot';
import { fromCloudFormation } from '../../../../contract/cloudformation-spelling.js';
import {
  CustomResource,
  DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  LAST_LINK_RULES,
} from '../../../../contract/custom-resources.js';
import { linkIssues } from '../../../../contract/declared-rules.js';
import { cloudProvider, filled, flag, projectId, seconds, serviceId } from '../../properties/properties.js';
import { templateProperties } from '../../properties/template-properties.js';

const gcpEndpoint = v.pipe(
  v.strictObject({ EndpointName: filled, IpAddress: filled }),
  v.transform(fromCloudFormation),
);

export const linkProperties = templateProperties(
  CustomResource.LINK,
  {
    projectId,
    cloudProvider,
    endpointServiceId: serviceId,
    endpointId: filled,
    privateEndpointIpAddress: v.optional(filled),
    gcpProjectId: v.optional(filled),
    endpoints: v.optional(v.array(gcpEndpoint)),
    lastLink: v.optional(
      v.picklist(LAST_LINK_RULES, `expected one of ${LAST_LINK_RULES.join(', ')}`),
      'keep',
    ),
    /** Physical id of the resource that creates the endpoint service. */
    endpointServiceResource: v.optional(filled),
    ownsEndpoint: flag(false),
    awaitConnectionStrings: flag(true),
    connectionStringsTimeoutSeconds: seconds(DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS),
    clusters: v.optional(v.array(filled), []),
    timeoutSeconds: seconds(),
  },
  linkIssues,
);

export type LinkProperties = ReturnType<typeof linkProperties.read>;

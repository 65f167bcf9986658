import * as v from 'valibot';
import {
  CustomResource,
  DEFAULT_DATA_FEDERATION_TIMEOUT_SECONDS,
} from '../../../../contract/custom-resources.js';
import { dataFederationIssues } from '../../../../contract/declared-rules.js';
import { filled, flag, projectId, region, seconds } from '../../properties/properties.js';
import { templateProperties } from '../../properties/template-properties.js';

export const dataFederationLinkProperties = templateProperties(
  CustomResource.DATA_FEDERATION_LINK,
  {
    projectId,
    endpointId: filled,
    comment: v.optional(v.string()),
    region: v.optional(region),
    customerEndpointDnsName: v.optional(filled),
    ownsEndpoint: flag(false),
    timeoutSeconds: seconds(DEFAULT_DATA_FEDERATION_TIMEOUT_SECONDS),
  },
  dataFederationIssues,
);

export type DataFederationLinkProperties = ReturnType<typeof dataFederationLinkProperties.read>;

import * as v from 'valibot';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { serviceIssues } from '../../../../contract/declared-rules.js';
import { cloudProvider, flag, projectId, region, seconds } from '../../properties/properties.js';
import { templateProperties } from '../../properties/template-properties.js';

export const serviceProperties = templateProperties(
  CustomResource.SERVICE,
  {
    projectId,
    cloudProvider,
    region,
    supportedRemoteRegions: v.optional(v.array(region)),
    portMappingEnabled: v.optional(flag(false)),
    adoptExisting: flag(true),
    timeoutSeconds: seconds(),
  },
  serviceIssues,
);

export type ServiceProperties = ReturnType<typeof serviceProperties.read>;

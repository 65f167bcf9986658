import * as v from 'valibot';
import { CustomResource } from '../../../../contract/custom-resources.js';
import { cloudProvider, flag, own, projectId, readerOf, region, seconds } from '../../properties.js';

export const serviceProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  Region: region,
  SupportedRemoteRegions: v.optional(v.array(region)),
  PortMappingEnabled: v.optional(flag(false)),
  AdoptExisting: flag(true),
  TimeoutSeconds: seconds(),
});

export type ServiceProperties = v.InferOutput<typeof serviceProperties>;
export const readServiceProperties = readerOf(CustomResource.SERVICE, serviceProperties);

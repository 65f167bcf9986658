/**
 * Descriptions in an execution's state and in registry records. An attribute that an earlier version did not write is
 * empty; one that a later version adds is ignored. Not for `lib`: it needs valibot.
 */
import * as v from 'valibot';
import { CLOUD_PROVIDERS, type LinkDescription } from '../contract/attributes.js';
import { fromCloudFormation } from '../contract/cloudformation-spelling.js';
import type {
  DataFederationLinkDescription,
  DescriptionByKind,
  RegionalModeDescription,
  ServiceDescription,
} from '../contract/custom-resources.js';
import { atlasRegionSchema } from './region-schemas.js';

const text = v.optional(v.string(), '');
const texts = v.optional(v.array(v.string()), []);
const flag = v.optional(v.boolean(), false);

const gcpEndpoint = v.looseObject({ EndpointName: text, IpAddress: text, Status: text });

export const linkDescriptionSchema: v.GenericSchema<unknown, LinkDescription> = v.pipe(
  v.looseObject({
    ProjectId: v.string(),
    EndpointServiceId: v.string(),
    EndpointId: v.pipe(v.string(), v.nonEmpty('expected an id')),
    CloudProvider: v.picklist(CLOUD_PROVIDERS),
    InterfaceEndpointId: text,
    PrivateEndpointConnectionName: text,
    PrivateEndpointIpAddress: text,
    PrivateEndpointResourceId: text,
    DeleteRequested: flag,
    ErrorMessage: text,
    ConnectionStatus: text,
    Endpoints: v.optional(v.array(gcpEndpoint), []),
    GcpProjectId: text,
    PortMappingEnabled: flag,
  }),
  v.transform(fromCloudFormation),
);

const serviceDescriptionSchema: v.GenericSchema<unknown, ServiceDescription> = v.pipe(
  v.looseObject({
    ProjectId: v.string(),
    EndpointServiceId: v.string(),
    CloudProvider: v.string(),
    RegionName: atlasRegionSchema,
    Status: text,
    ErrorMessage: text,
    EndpointServiceName: text,
    InterfaceEndpoints: texts,
    SupportedRemoteRegions: v.optional(v.array(atlasRegionSchema), []),
    PrivateEndpoints: texts,
    PrivateLinkServiceName: text,
    PrivateLinkServiceResourceId: text,
    EndpointGroupNames: texts,
    ServiceAttachmentNames: texts,
    PortMappingEnabled: flag,
  }),
  v.transform(fromCloudFormation),
);

const regionalModeDescriptionSchema: v.GenericSchema<unknown, RegionalModeDescription> = v.pipe(
  v.looseObject({
    ProjectId: v.string(),
    Enabled: v.boolean(),
  }),
  v.transform(fromCloudFormation),
);

const dataFederationLinkDescriptionSchema: v.GenericSchema<unknown, DataFederationLinkDescription> = v.pipe(
  v.looseObject({
    ProjectId: v.string(),
    EndpointId: v.string(),
    CloudProvider: v.string(),
    Type: text,
    Comment: text,
    Region: v.optional(atlasRegionSchema, ''),
    CustomerEndpointDnsName: text,
    Status: text,
    ErrorMessage: text,
  }),
  v.transform(fromCloudFormation),
);

export const DESCRIPTION_SCHEMAS: {
  readonly [K in keyof DescriptionByKind]: v.GenericSchema<unknown, DescriptionByKind[K]>;
} = {
  link: linkDescriptionSchema,
  service: serviceDescriptionSchema,
  'regional-mode': regionalModeDescriptionSchema,
  'data-federation-link': dataFederationLinkDescriptionSchema,
};

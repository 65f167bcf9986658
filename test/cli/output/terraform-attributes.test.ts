import { describe, expect, it } from 'vitest';
import { LINK_ATTRIBUTE_ROWS, SERVICE_ATTRIBUTE_ROWS } from '../../../cli/output/terraform-attributes.js';
import { readEndpointService } from '../../../lambda/atlas/endpoint-service-response.js';
import { readLink } from '../../../lambda/atlas/link-response.js';
import { inCloudFormation } from '../../../lambda/contract/cloudformation-spelling.js';
import { emptyService } from '../../../lambda/domain/declared/kinds/endpoint-service/empty-service.js';
import { emptyDescription } from '../../../lambda/domain/model/link-description.js';
import { endpointService, LINK, PROJECT_ID } from '../../domain/samples.js';

/** Every attribute that Terraform's data source of a link exports, by its documentation. */
const LINK_ATTRIBUTES = [
  'aws_connection_status',
  'azure_status',
  'delete_requested',
  'endpoint_service_id',
  'endpoints',
  'error_message',
  'gcp_endpoint_status',
  'gcp_project_id',
  'gcp_status',
  'interface_endpoint_id',
  'port_mapping_enabled',
  'private_endpoint_connection_name',
  'private_endpoint_ip_address',
  'private_endpoint_resource_id',
  'private_link_id',
  'project_id',
  'provider_name',
];
const SERVICE_ATTRIBUTES = [
  'endpoint_group_names',
  'endpoint_service_name',
  'error_message',
  'interface_endpoints',
  'port_mapping_enabled',
  'private_endpoints',
  'private_link_id',
  'private_link_service_name',
  'private_link_service_resource_id',
  'project_id',
  'provider_name',
  'region_name',
  'service_attachment_names',
  'status',
  'supported_remote_regions',
];

const LISTS = [
  'interfaceEndpoints',
  'supportedRemoteRegions',
  'privateEndpoints',
  'endpointGroupNames',
  'serviceAttachmentNames',
];

/** A response of Atlas in which only this field has a value, and the value of the attribute. */
function respondWith(atlas: string): { readonly body: object; readonly value: unknown } {
  if (atlas === 'endpoints' || atlas === 'endpoints[0].status') {
    const endpoint = { endpointName: 'e', ipAddress: '10.0.0.5', status: 'AVAILABLE' };
    return {
      body: { endpoints: [endpoint] },
      value: [{ EndpointName: 'e', IpAddress: '10.0.0.5', Status: 'AVAILABLE' }],
    };
  }
  if (['deleteRequested', 'portMappingEnabled'].includes(atlas))
    return { body: { [atlas]: true }, value: true };
  if (LISTS.includes(atlas)) return { body: { [atlas]: ['ONE'] }, value: ['ONE'] };
  return { body: { [atlas]: 'ONE' }, value: 'ONE' };
}

/** Fields of every response about an endpoint service. */
const LEAST_SERVICE = {
  id: '0123456789abcdef01234567',
  regionName: 'EU_WEST_1',
  status: 'AVAILABLE',
  interfaceEndpoints: [],
};

describe("Terraform's attributes of a link", () => {
  it('and all attributes of the custom resource are in the table', () => {
    expect(LINK_ATTRIBUTE_ROWS.map(({ terraform }) => terraform).sort()).toEqual(LINK_ATTRIBUTES);
    expect(new Set(LINK_ATTRIBUTE_ROWS.map(({ ours }) => ours))).toEqual(
      new Set(Object.keys(inCloudFormation(emptyDescription(LINK)))),
    );
  });

  it.each(LINK_ATTRIBUTE_ROWS.filter(({ atlas }) => !atlas.endsWith('(path)')))(
    '$terraform equals $ours',
    ({ ours, atlas }) => {
      const { body, value } = respondWith(atlas);
      const cloudProvider = atlas === 'status' ? 'AZURE' : 'AWS';
      const link = { ...LINK, cloudProvider, endpointId: 'ONE' } as const;
      const response = { connectionStatus: 'PENDING', ...body };
      expect(inCloudFormation(readLink(link, response))[ours]).toEqual(value);
    },
  );

  it.each([
    ['ProjectId', LINK.projectId],
    ['EndpointServiceId', LINK.endpointServiceId],
    ['EndpointId', LINK.endpointId],
    ['CloudProvider', LINK.cloudProvider],
  ] as const)('%s is part of the path', (ours, value) => {
    expect(inCloudFormation(readLink(LINK, { connectionStatus: 'PENDING' }))[ours]).toBe(value);
  });
});

describe("Terraform's attributes of an endpoint service", () => {
  it('and all attributes of the custom resource are in the table', () => {
    expect(SERVICE_ATTRIBUTE_ROWS.map(({ terraform }) => terraform).sort()).toEqual(SERVICE_ATTRIBUTES);
    const target = { ...endpointService().description, kind: 'service' as const };
    const ours = Object.keys(
      inCloudFormation(
        emptyService({
          kind: 'service',
          projectId: target.projectId,
          cloudProvider: 'AWS',
          regionName: '',
          endpointServiceId: '',
        }),
      ),
    );
    expect(new Set(SERVICE_ATTRIBUTE_ROWS.map((row) => row.ours as string))).toEqual(new Set(ours));
  });

  it.each(SERVICE_ATTRIBUTE_ROWS.filter(({ atlas }) => !atlas.endsWith('(path)')))(
    '$terraform equals $ours',
    ({ ours, atlas }) => {
      const { body, value } = respondWith(atlas);
      const response = { ...LEAST_SERVICE, ...body };
      const { description } = readEndpointService(PROJECT_ID, 'AWS', response);
      expect(inCloudFormation(description)[ours]).toEqual(value);
    },
  );
});

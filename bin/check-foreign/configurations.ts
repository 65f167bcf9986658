/** The configurations of `test/foreign`, and what is expected of each. */
import type { ClusterRequest } from '../../local/atlas/index.js';

export interface Configuration {
  /** Name of the file, without its ending. */
  readonly name: string;
  /** Endpoint whose link Atlas rejects: applying has to fail. */
  readonly rejected?: string;
  /** Clusters that the project has before. */
  readonly clusters?: readonly ClusterRequest[];
  /** An operation that the simulator must have; otherwise the configuration is skipped. */
  readonly needs?: readonly [method: string, path: string];
  /** Addresses of resources, each with the form of its import id, for which `{field}` is an attribute. */
  readonly imports: Readonly<Record<string, string>>;
}

const SERVICE = 'mongodbatlas_privatelink_endpoint.this';
const LINK = 'mongodbatlas_privatelink_endpoint_service.this';
const SERVICE_ID = '{project_id}-{private_link_id}-{provider_name}-{region}';
const LINK_ID = '{project_id}--{private_link_id}--{endpoint_service_id}--{provider_name}';
const LINKED = { [SERVICE]: SERVICE_ID, [LINK]: LINK_ID };

export const CONFIGURATIONS: readonly Configuration[] = [
  { name: 'seed', imports: LINKED },
  { name: 'azure', imports: LINKED },
  { name: 'google-cloud', imports: LINKED },
  { name: 'port-mapped', imports: LINKED },
  { name: 'cross-region', imports: LINKED },
  {
    name: 'cluster',
    clusters: [
      { name: 'Main', regionNames: ['EU_WEST_1'] },
      { name: 'Orders', regionNames: ['EU_WEST_1'], isSharded: true },
    ],
    imports: LINKED,
  },
  {
    name: 'regional-mode',
    imports: { 'mongodbatlas_private_endpoint_regional_mode.this': '{project_id}' },
  },
  {
    name: 'data-federation',
    needs: ['POST', '/api/atlas/v2/groups/000000000000000000000001/privateNetworkSettings/endpointIds'],
    imports: {
      'mongodbatlas_privatelink_endpoint_service_data_federation_online_archive.this':
        '{project_id}--{endpoint_id}',
      'mongodbatlas_privatelink_endpoint_service_data_federation_online_archive.named':
        '{project_id}--{endpoint_id}',
    },
  },
  {
    name: 'project',
    // The provider imports a project without its limits, and plans them again: only the container is imported.
    imports: {
      'mongodbatlas_network_container.this': '{project_id}-{container_id}',
    },
  },
  { name: 'rejected', rejected: 'vpce-11111111111111111', imports: {} },
];

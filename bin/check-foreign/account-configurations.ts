/** The configurations of `test/foreign` with a VPC endpoint, which need AWS's provider and an account. */
import type { Configuration } from './configurations.js';

export interface AccountConfiguration extends Pick<Configuration, 'name' | 'imports'> {
  /** Who registers the endpoint with Atlas: a resource of the configuration, or the automation in the account. */
  readonly linkedBy: 'terraform' | 'automation';
}

const SERVICE = 'mongodbatlas_privatelink_endpoint.this';
const LINK = 'mongodbatlas_privatelink_endpoint_service.this';
export const ENDPOINT = 'aws_vpc_endpoint.this';
const MADE = {
  [SERVICE]: '{project_id}-{private_link_id}-{provider_name}-{region}',
  [ENDPOINT]: '{id}',
};

export const ACCOUNT_CONFIGURATIONS: readonly AccountConfiguration[] = [
  {
    name: 'seed-with-endpoint',
    linkedBy: 'terraform',
    imports: {
      ...MADE,
      [LINK]: '{project_id}--{private_link_id}--{endpoint_service_id}--{provider_name}',
    },
  },
  { name: 'linked-by-tag', linkedBy: 'automation', imports: MADE },
];

/** What our lookup of a resource returns for each of Terraform's data sources. */
import {
  type AttributeRow,
  DATA_FEDERATION_ATTRIBUTE_ROWS,
  LINK_ATTRIBUTE_ROWS,
  SERVICE_ATTRIBUTE_ROWS,
} from '../../cli/output/terraform-attributes.js';
import { CustomResource, type CustomResourceType } from '../../lambda/contract/custom-resources.js';
import { LOOKUPS } from '../../lambda/custom-resources/lookup.js';
import type { AtlasPort } from '../../lambda/domain/model/ports/atlas.js';
import type { StateEntry, Values } from './terraform.js';

type Rows = readonly Pick<AttributeRow<never>, 'terraform' | 'ours'>[];
type NamePair = readonly [terraform: string, ours: string];

export interface OurLookup {
  readonly type: CustomResourceType;
  /** Arguments of the data source, with the properties of the lookup. */
  readonly given: readonly NamePair[];
  /** Attributes to compare. */
  readonly attributes: readonly NamePair[];
  /** Attributes of each of the `results`; the lookup has lists of them. */
  readonly results?: readonly NamePair[];
}

const PROJECT: NamePair = ['project_id', 'ProjectId'];
const PROVIDER: NamePair = ['provider_name', 'CloudProvider'];
const SERVICE: NamePair = ['private_link_id', 'EndpointServiceId'];

/** One entry for each data source for which there is a lookup. */
export const OUR_LOOKUPS: Readonly<Record<string, OurLookup>> = {
  mongodbatlas_privatelink_endpoint: {
    type: CustomResource.SERVICE_LOOKUP,
    given: [PROJECT, PROVIDER, SERVICE],
    attributes: pairs(SERVICE_ATTRIBUTE_ROWS),
  },
  mongodbatlas_privatelink_endpoints: {
    type: CustomResource.SERVICES_LOOKUP,
    given: [PROJECT, PROVIDER],
    attributes: [PROJECT, PROVIDER],
    results: [
      ['private_link_id', 'EndpointServiceIds'],
      ['region_name', 'RegionNames'],
      ['status', 'Statuses'],
    ],
  },
  mongodbatlas_privatelink_endpoint_service: {
    type: CustomResource.LINK_LOOKUP,
    given: [PROJECT, PROVIDER, SERVICE, ['endpoint_service_id', 'EndpointId']],
    attributes: pairs(LINK_ATTRIBUTE_ROWS),
  },
  mongodbatlas_private_endpoint_regional_mode: {
    type: CustomResource.REGIONAL_MODE_LOOKUP,
    given: [PROJECT],
    attributes: [PROJECT, ['enabled', 'Enabled']],
  },
  mongodbatlas_privatelink_endpoint_service_data_federation_online_archive: {
    type: CustomResource.DATA_FEDERATION_LINK_LOOKUP,
    given: [PROJECT, ['endpoint_id', 'EndpointId']],
    attributes: pairs(DATA_FEDERATION_ATTRIBUTE_ROWS),
  },
  mongodbatlas_privatelink_endpoint_service_data_federation_online_archives: {
    type: CustomResource.DATA_FEDERATION_LINKS_LOOKUP,
    given: [PROJECT],
    attributes: [PROJECT],
    results: [
      ['endpoint_id', 'EndpointIds'],
      ['provider_name', 'CloudProviders'],
      ['region', 'Regions'],
      ['customer_endpoint_dns_name', 'CustomerEndpointDnsNames'],
    ],
  },
};

function pairs(rows: Rows): NamePair[] {
  return rows
    .filter(({ terraform }) => terraform !== 'gcp_endpoint_status')
    .map(({ terraform, ours }) => [terraform, ours]);
}

/**
 * @returns the attributes, as `Fn::GetAtt` names them
 * @throws NotFoundError, AtlasError; Error for an entry without a lookup
 */
export async function lookUp(atlas: AtlasPort, { type, values }: StateEntry): Promise<Values> {
  const ours = OUR_LOOKUPS[type];
  const lookup = LOOKUPS.find((one) => one.type === ours?.type);
  if (ours === undefined || lookup === undefined) throw new Error(`There is no lookup for ${type}.`);
  const properties = Object.fromEntries(ours.given.map(([terraform, name]) => [name, values[terraform]]));
  return { ...(await lookup.plan(properties)(atlas)) };
}

/** Compares what a data source has read with Atlas's response, by the table of names that our lookups document. */
import {
  type AttributeRow,
  LINK_ATTRIBUTE_ROWS,
  SERVICE_ATTRIBUTE_ROWS,
} from '../../cli/output/terraform-attributes.js';
import type { StateEntry, Values } from './terraform.js';

type Rows = readonly Pick<AttributeRow<never>, 'terraform' | 'atlas'>[];

const ROWS: Readonly<Record<string, Rows>> = {
  mongodbatlas_privatelink_endpoint: SERVICE_ATTRIBUTE_ROWS as Rows,
  mongodbatlas_privatelink_endpoint_service: LINK_ATTRIBUTE_ROWS as Rows,
};

/** Path below the project of what the data source reads; undefined for a type without a table. */
export function pathOf({ type, values }: StateEntry): string | undefined {
  const { provider_name, private_link_id, endpoint_service_id } = values;
  const service = `/privateEndpoint/${provider_name}/endpointService/${private_link_id}`;
  if (type === 'mongodbatlas_privatelink_endpoint') return service;
  if (type !== 'mongodbatlas_privatelink_endpoint_service') return undefined;
  return `${service}/endpoint/${encodeURIComponent(String(endpoint_service_id))}`;
}

/** @returns attributes whose values differ; null, absent, empty and false are the same to Terraform */
export function differences({ type, values }: StateEntry, response: Values): string[] {
  return (ROWS[type] ?? [])
    .filter(({ terraform, atlas }) => terraform in values && /^\w+$/.test(atlas))
    .filter(({ atlas }) => typeof response[atlas] !== 'object' || isListOfTexts(response[atlas]))
    .filter(({ terraform, atlas }) => plain(values[terraform]) !== plain(response[atlas]))
    .filter(({ terraform }) => isOfProvider(terraform, response))
    .map(
      ({ terraform, atlas }) =>
        `${terraform} is ${plain(values[terraform])}, and ${atlas} is ${plain(response[atlas])}`,
    );
}

/** `azure_status` and `gcp_status` are set for their own cloud only. */
function isOfProvider(terraform: string, { cloudProvider }: Values): boolean {
  const [, cloud] = /^(azure|gcp)_status$/.exec(terraform) ?? [];
  return cloud === undefined || cloud.toUpperCase() === cloudProvider;
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

function plain(value: unknown): string {
  const isEmpty = value === null || value === undefined || value === '' || value === false;
  return isEmpty || (Array.isArray(value) && value.length === 0) ? 'empty' : JSON.stringify(value);
}

/** Required fields of a POST that links an endpoint, by cloud provider. */
import { invalidAttribute, missingAttribute } from './api-error.js';
import type { Provider } from './endpoint-service.js';

type Body = Readonly<Record<string, unknown>>;

/** Required fields, as documented; the first one is the id of the link. */
const REQUIRED: Readonly<Record<Provider, readonly [string, ...string[]]>> = {
  AWS: ['id'],
  AZURE: ['id', 'privateEndpointIPAddress'],
  GCP: ['endpointGroupName', 'gcpProjectId'],
};

const VPC_ENDPOINT_ID = /^vpce-[0-9a-f]{17}$/;

/**
 * Validates the fields only: a nonexistent endpoint is accepted here, and rejected later.
 *
 * @returns the id of the link
 * @throws ApiError 400 for a missing or malformed field
 */
export function linkIdOf(body: Body, provider: Provider): string {
  const [id = ''] = REQUIRED[provider].map((name) => requiredText(body, name));
  if (provider === 'AWS' && !VPC_ENDPOINT_ID.test(id)) throw invalidAttribute('id');
  return id;
}

function requiredText(body: Body, name: string): string {
  const value = body[name];
  if (value === undefined || value === null || value === '') throw missingAttribute(name);
  if (typeof value !== 'string') throw invalidAttribute(name);
  return value;
}

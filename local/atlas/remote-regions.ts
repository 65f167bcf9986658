/** Additional Regions from which endpoints may connect to an endpoint service, which only AWS supports. */
import { ApiError, invalidAttribute } from './api-error.js';
import type { Provider } from './endpoint-service.js';

/** Maximum number, as documented. */
const MOST_REGIONS = 35;
const ATTRIBUTE = 'supportedRemoteRegions';
export const AWS_REGION_NAME = /^[A-Z]{2}(_[A-Z]+)+_\d$/;

/**
 * The error codes are those that Terraform's acceptance tests expect; the statuses have not been recorded.
 *
 * @param value value in the request; absent and null leave the Regions unchanged
 * @throws ApiError for a value that is refused
 */
export function remoteRegionsOf(
  value: unknown,
  provider: Provider,
  regionName: string,
): readonly string[] | null {
  if (value === undefined || value === null) return null;
  if (provider !== 'AWS')
    throw new ApiError(404, 'PROVIDER_UNSUPPORTED', `The provider ${provider} is not supported.`, [provider]);
  if (!isListOfRegions(value)) throw invalidAttribute(ATTRIBUTE);
  if (!value.includes(regionName)) return value;
  const detail = `The list ${ATTRIBUTE} contains the Region of the service itself, ${regionName}.`;
  throw new ApiError(400, 'CROSS_REGION_PRIVATE_LINK_SELF_REGION', detail, [regionName]);
}

function isListOfRegions(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_REGIONS &&
    value.every((region) => typeof region === 'string' && AWS_REGION_NAME.test(region))
  );
}

/** The endpoint services of Data Federation and Online Archive: one for each Region, the same for all customers. */
import type { AwsRegion } from './regions.js';

/**
 * Name of the endpoint service by AWS Region. Source: MongoDB's manual, "Set Up a Private Endpoint for a Federated
 * Database Instance", as stored in 2025; the first eight also stand in the API description of
 * `createDataFederationPrivateEndpoint` (older versions of it print `us-west-1` beside the name of `us-west-2`). Read on
 * 2026-11-29. MongoDB adds Regions without notice, so users can name further services.
 */
export const DATA_FEDERATION_SERVICES: Readonly<Record<AwsRegion, string>> = {
  'ap-northeast-1': 'com.amazonaws.vpce.ap-northeast-1.vpce-svc-0b63834ecd618a332',
  'ap-south-1': 'com.amazonaws.vpce.ap-south-1.vpce-svc-03eb8a541f96d356d',
  'ap-southeast-1': 'com.amazonaws.vpce.ap-southeast-1.vpce-svc-07728d2dfd2860efb',
  'ap-southeast-2': 'com.amazonaws.vpce.ap-southeast-2.vpce-svc-036f1de74d761706e',
  'ca-central-1': 'com.amazonaws.vpce.ca-central-1.vpce-svc-08564bb8ccae8ba64',
  'eu-central-1': 'com.amazonaws.vpce.eu-central-1.vpce-svc-0ac8ce91871138c0d',
  'eu-west-1': 'com.amazonaws.vpce.eu-west-1.vpce-svc-0824460b72e1a420e',
  'eu-west-2': 'com.amazonaws.vpce.eu-west-2.vpce-svc-052f1840aa0c4f1f9',
  'sa-east-1': 'com.amazonaws.vpce.sa-east-1.vpce-svc-0b56e75e8cdf50044',
  'us-east-1': 'com.amazonaws.vpce.us-east-1.vpce-svc-00e311695874992b4',
  'us-west-2': 'com.amazonaws.vpce.us-west-2.vpce-svc-09d86b19e59d1b4bb',
};

const KNOWN_NAMES: ReadonlySet<string> = new Set(Object.values(DATA_FEDERATION_SERVICES));

/**
 * @param serviceName `com.amazonaws.vpce.<region>.vpce-svc-<17 hex>`, as EC2 shows it for a VPC endpoint
 * @param more names of services that the list above does not have yet
 */
export function isDataFederationService(serviceName: string, more: readonly string[] = []): boolean {
  return KNOWN_NAMES.has(serviceName) || more.includes(serviceName);
}

/** Undefined for a Region that the list does not have. */
export function dataFederationServiceOf(region: string): string | undefined {
  return Object.hasOwn(DATA_FEDERATION_SERVICES, region)
    ? DATA_FEDERATION_SERVICES[region as AwsRegion]
    : undefined;
}

import { createHash } from 'node:crypto';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

/** Any zone id: AWS has one for the endpoints of each Region. */
const HOSTED_ZONE = 'Z0123456789ABCDEFGHIJ';

/**
 * `DnsEntries` of a VPC endpoint to a service of other accounts, as CloudFormation returns them: `<hosted zone>:<name>`.
 * The name without an Availability Zone is the first one.
 */
export function dnsEntriesOf({
  endpointId,
  serviceName,
}: Pick<LocalVpcEndpoint, 'endpointId' | 'serviceName'>): string[] {
  const [, region = '', service = ''] = /\.vpce\.([^.]+)\.(vpce-svc-[^.]+)$/.exec(serviceName) ?? [];
  if (service === '') return [];
  const label = `${endpointId}-${createHash('md5').update(endpointId).digest('hex').slice(0, 8)}`;
  return ['', 'a', 'b'].map((zone) => {
    const place = zone === '' ? label : `${label}-${region}${zone}`;
    return `${HOSTED_ZONE}:${place}.${service}.${region}.vpce.amazonaws.com`;
  });
}

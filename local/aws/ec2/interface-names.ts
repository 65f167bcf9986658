/** Ids and addresses of the network interfaces of VPC endpoints: one interface in each subnet. */
import { createHash } from 'node:crypto';
import type { LocalVpcEndpoint } from './vpc-endpoints.js';

/** Id of an endpoint's interface in this subnet. */
export function networkInterfaceId(endpointId: string, subnetId: string): string {
  return `eni-${createHash('md5').update(`${endpointId} ${subnetId}`).digest('hex').slice(0, 17)}`;
}

/** @param index of the subnet among those of the endpoint */
export function addressIn({ endpointId }: Pick<LocalVpcEndpoint, 'endpointId'>, index: number): string {
  const number = Number.parseInt(endpointId.slice(-4), 16) + (index << 14);
  return `10.0.${(number >> 8) & 255}.${number & 255}`;
}

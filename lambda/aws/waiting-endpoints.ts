/** EC2's view of the endpoints of waiting links. */
import type { VpcEndpointSetPort } from '../domain/model/ports/ec2.js';
import { createVpcEndpoints } from './ec2-vpc-endpoints.js';
import type { LazyEc2 } from './lazy-ec2.js';
import { unlessUnavailable } from './sdk-failure.js';

/** `describeAll` throws ServiceUnavailableError if EC2 throttles or fails, and EC2's own error if it refuses the call. */
export function createWaitingEndpoints(ec2: LazyEc2): VpcEndpointSetPort {
  const endpoints = createVpcEndpoints(ec2);
  return { describeAll: (endpointIds) => unlessUnavailable(() => endpoints.describeAll(endpointIds)) };
}

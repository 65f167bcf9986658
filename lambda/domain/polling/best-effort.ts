import type { VpcEndpoint, VpcEndpointPort } from '../model/ports/ec2.js';
import type { LogPort } from '../model/ports/observability.js';

export interface BestEffortDependencies {
  readonly endpoints: VpcEndpointPort;
  readonly log: LogPort;
}

/**
 * Returns EC2's description; undefined if there is none; `unknown` if EC2 cannot be read, which must decide nothing.
 */
export async function checkEndpoint(
  { endpoints, log }: BestEffortDependencies,
  endpointId: string,
): Promise<VpcEndpoint | undefined | 'unknown'> {
  try {
    return await endpoints.describe(endpointId);
  } catch (error) {
    log.warn('EC2 could not be read', { error: error instanceof Error ? error.message : String(error) });
    return 'unknown';
  }
}

/** Surroundings of a sequence: how strictly Atlas checks nonces, and how much throughput the AWS account has. */
import fc from 'fast-check';
import { scaledThrottles } from '../../local/aws/throttles.js';
import type { WorldOptions } from '../../local/world.js';

export interface Surroundings {
  readonly auth: 'digest' | 'oauth';
  /** How often, and for how long, Atlas accepts a digest nonce. */
  readonly nonces: 'reusable' | 'single-use' | 'short-lived';
  /** Throughput of this account, as a fraction of AWS's default quotas. */
  readonly throughput: number;
}

export const surroundings: fc.Arbitrary<Surroundings> = fc.record({
  auth: fc.constantFrom('digest' as const, 'digest' as const, 'oauth' as const),
  nonces: fc.constantFrom('reusable' as const, 'single-use' as const, 'short-lived' as const),
  throughput: fc.constantFrom(1, 0.3),
});

const SHORT_NONCE_SECONDS = 2;

export function worldOptionsOf({ auth, nonces, throughput }: Surroundings) {
  return {
    auth,
    nonces: nonces === 'single-use' ? nonces : ('reusable' as const),
    timings: nonces === 'short-lived' ? { nonceSeconds: SHORT_NONCE_SECONDS } : {},
    throttles: scaledThrottles(throughput),
  } satisfies Partial<WorldOptions>;
}

/** Calls with credentials that AWS may no longer know, although they have not expired. */
import type { Caller, Credentials } from './caller.js';

/** EC2, the services with JSON, and STS. */
const UNKNOWN_CREDENTIALS: readonly string[] = [
  'AuthFailure',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
];

/**
 * Repeats the call once with other credentials, if the caller has any: a refusal of credentials has done nothing.
 *
 * @throws errors of the call
 */
export async function withRenewal<T>(
  caller: Caller,
  call: (credentials: Credentials) => Promise<T>,
): Promise<T> {
  const credentials = await caller.credentials();
  try {
    return await call(credentials);
  } catch (error) {
    const isUnknown = error instanceof Error && UNKNOWN_CREDENTIALS.includes(error.name);
    if (!isUnknown || caller.renew?.(credentials) !== true) throw error;
    return call(await caller.credentials());
  }
}

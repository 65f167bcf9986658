import type { Drift } from '../../contract/published-event.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../model/errors/registry-unavailable-error.js';

/**
 * Returns what is wrong with this item: Atlas did not return it, AWS refuses it, or its content cannot be processed.
 *
 * @throws all other errors, which other items would get as well
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AtlasError) return `${error.message} ${error.advice}`;
  if (error instanceof ItemRefusedError || isOwnDefect(error)) return error.message;
  throw error;
}

/** A member's Parameter Store does not answer: for this item, and perhaps for all others of the member. */
export function isOfMemberRegistry(error: unknown): error is RegistryUnavailableError {
  return error instanceof RegistryUnavailableError && error.isOfMember;
}

/** The SDK and `fetch` throw a TypeError for a failed connection; it has metadata or a cause. */
function isOwnDefect(error: unknown): error is Error {
  const isOfCode = error instanceof TypeError || error instanceof RangeError;
  return isOfCode && !('$metadata' in error) && error.cause === undefined;
}

/** @param endpointServiceId default: none in particular */
export function driftOfUnreadable(
  projectId: string,
  endpointId: string,
  message: string,
  endpointServiceId = '',
): Drift {
  return { kind: 'unreadable', projectId, endpointServiceId, endpointId, result: 'left', message };
}

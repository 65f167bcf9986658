/** What physical ids say about the resource, for all kinds. */

import { isAdopted } from '../declared/properties/adopted-id.js';
import { KINDS } from '../declared/resource-kinds.js';

const NOT_CREATED = 'not-created';
const LOOKUP = 'lookup';

/** Id for a create that failed before anything was created: the Delete that follows has nothing to do. */
export function notCreatedId(requestId: string): string {
  return `${NOT_CREATED}/${requestId}`;
}

/**
 * Id of a lookup. It stays the same for the life of the resource, so that a change of what it reads replaces nothing.
 */
export function newLookupId(requestId: string): string {
  return `${LOOKUP}/${requestId}`;
}

/**
 * Returns true if a Delete has nothing to remove: nothing was created, or the thing belongs to somebody else.
 * CloudFormation generates an id for a create that never got a response; such an id says nothing about ownership.
 */
export function ownsNothing(physicalId: string): boolean {
  if (isAdopted(physicalId)) return true;
  return Object.values(KINDS).every(({ recorded }) => recorded(physicalId) === undefined);
}

/** Returns true if the id names something of this type that its resource has created, and that a Delete removes. */
export function isOwn(resourceType: string, physicalId: string): boolean {
  const kind = Object.values(KINDS).find(({ type }) => type === resourceType);
  return !isAdopted(physicalId) && kind?.recorded(physicalId) !== undefined;
}

/**
 * Returns true for an id that is in no response of ours: CloudFormation has not received, or not accepted, the response
 * to the create.
 */
export function isMadeUp(physicalId: string): boolean {
  const beginnings = [...Object.keys(KINDS), NOT_CREATED, LOOKUP];
  return !beginnings.some((beginning) => physicalId.startsWith(`${beginning}/`));
}

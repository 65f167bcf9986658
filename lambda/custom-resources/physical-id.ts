/** What physical ids say of what is there, whatever kind it is of. */
import { isAdopted } from '../domain/declared/adopted-id.js';
import { KINDS } from '../domain/declared/kinds/kinds.js';

const NOT_CREATED = 'not-created';
const LOOKUP = 'lookup';

/** Of a create that failed before anything was made: the Delete that follows has nothing to do. */
export function notCreatedId(requestId: string): string {
  return `${NOT_CREATED}/${requestId}`;
}

/** Of a read: the same through the life of the resource, so that nothing is replaced when what it looks up changes. */
export function newLookupId(requestId: string): string {
  return `${LOOKUP}/${requestId}`;
}

/**
 * True where a Delete has nothing to remove: nothing was made, or what is there belongs to somebody else. CloudFormation
 * makes up an id for a create that was never answered, and that one says nothing of what is ours.
 */
export function ownsNothing(physicalId: string): boolean {
  if (isAdopted(physicalId)) return true;
  return Object.values(KINDS).every(({ recorded }) => recorded(physicalId) === undefined);
}

/** True where the id is of something of this type that its resource has made, and that a Delete removes. */
export function isOwn(resourceType: string, physicalId: string): boolean {
  const kind = Object.values(KINDS).find(({ type }) => type === resourceType);
  return !isAdopted(physicalId) && kind?.recorded(physicalId) !== undefined;
}

/** True for an id that no response of ours has given: CloudFormation has not seen, or not taken, that of a create. */
export function isMadeUp(physicalId: string): boolean {
  const beginnings = [...Object.keys(KINDS), NOT_CREATED, LOOKUP];
  return !beginnings.some((beginning) => physicalId.startsWith(`${beginning}/`));
}

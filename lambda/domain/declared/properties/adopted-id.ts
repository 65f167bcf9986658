/**
 * Physical ids: they name the resource, and say whether the resource owns it. A resource that adopted an existing thing
 * has an id that says so, and its deletion removes nothing.
 */
const ADOPTED = 'adopted';

export function idOfParts(parts: readonly string[], adopted: boolean): string {
  return [...parts.filter((part) => part !== ''), ...(adopted ? [ADOPTED] : [])].join('/');
}

/** Returns true if the thing existed before the resource. */
export function isAdopted(physicalId: string): boolean {
  return physicalId.endsWith(`/${ADOPTED}`);
}

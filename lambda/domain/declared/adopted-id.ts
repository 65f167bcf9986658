/**
 * Physical ids: what the resource is, and whether it is its own. A resource that adopted what was there has an id that
 * says so, and its deletion removes nothing.
 */
const ADOPTED = 'adopted';

export function idOfParts(parts: readonly string[], adopted: boolean): string {
  return [...parts.filter((part) => part !== ''), ...(adopted ? [ADOPTED] : [])].join('/');
}

/** True for what was there before the resource. */
export function isAdopted(physicalId: string): boolean {
  return physicalId.endsWith(`/${ADOPTED}`);
}

import type * as v from 'valibot';
import { readablePart } from './properties.js';
import type { ResourceRequest } from './resource-request.js';

/**
 * A property that is not known any more, or has a value of old, must not bar a removal; what it is of, the id says.
 *
 * @param recorded what the physical id names, in the words of the properties
 */
export function requestedProperties<Entries extends v.ObjectEntries>(
  { RequestType, ResourceProperties, PhysicalResourceId }: ResourceRequest,
  schema: v.StrictObjectSchema<Entries, undefined>,
  recorded: (physicalId: string) => Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, unknown>> {
  if (RequestType !== 'Delete') return ResourceProperties;
  return { ...readablePart(schema, ResourceProperties), ...recorded(PhysicalResourceId) };
}

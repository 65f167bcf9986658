import { inCloudFormation } from '../../../contract/cloudformation-spelling.js';
import type { ResourceRequest } from './resource-request.js';
import type { TemplateProperties } from './template-properties.js';

/**
 * Reads the properties of a request. An unknown property or an outdated value must not prevent a removal: the id says
 * what to remove.
 *
 * @param recorded the properties that identify what the physical id names
 * @throws InvalidPropertiesError
 */
export function requestedProperties<Properties>(
  { requestType, resourceProperties, physicalResourceId }: ResourceRequest,
  properties: TemplateProperties<Properties>,
  recorded: (physicalId: string) => Readonly<Record<string, string>> | undefined,
): Properties {
  if (requestType !== 'Delete') return properties.read(resourceProperties);
  const named = inCloudFormation(recorded(physicalResourceId) ?? {});
  return properties.readForRemoval({ ...properties.readableOf(resourceProperties), ...named });
}

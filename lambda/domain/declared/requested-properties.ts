import { inCloudFormation } from '../../contract/cloudformation-spelling.js';
import type { ResourceRequest } from './resource-request.js';
import type { TemplateProperties } from './template-properties.js';

/**
 * A property that is not known any more, or has a value of old, must not bar a removal; what it is of, the id says.
 *
 * @param recorded what the physical id names, in the words of the properties
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

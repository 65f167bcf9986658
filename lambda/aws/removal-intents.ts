import {
  endpointIdIn,
  RegistryPath,
  type RemovalNote,
  removalParameterName,
  removalsPath,
} from '../contract/registry.js';
import type { RemovalIntent, RemovalIntentPort } from '../domain/unlinking/removal-intents.js';
import { timeOf } from './json-service.js';
import { type Parameter, parameterStore } from './parameter-store.js';
import { allBelow, asked, pageBelow } from './parameters.js';

/**
 * Stores removal intents in Parameter Store. A name contains the hour of its announcement. The sweep deletes only older
 * names, so it never deletes an intent that is announced again at the same moment.
 */
export function createRemovalIntents(now: () => Date, client = parameterStore()): RemovalIntentPort {
  return {
    list: (endpointServiceId) =>
      asked(async () => (await allBelow(client, removalsPath(endpointServiceId))).flatMap(readIntent)),
    announce: (endpointServiceId, endpointId, execution) =>
      asked(async () => {
        const name = removalParameterName(endpointServiceId, endpointId, now());
        const value = JSON.stringify({ execution } satisfies RemovalNote);
        const { Version = 0 } = await client.call('PutParameter', {
          Name: name,
          Value: value,
          Type: 'String',
          // A removal must not wait if the Region's limit of standard parameters is reached.
          Tier: 'Intelligent-Tiering',
          Overwrite: true,
        });
        return { name, version: Version };
      }),
    sweep: (announcedBefore) =>
      asked(async () => {
        const { items = [] } = await pageBelow(client, RegistryPath.REMOVALS);
        const old = items.flatMap(readIntent).filter(({ announcedAt }) => announcedAt < announcedBefore);
        const Names = old.map(({ name }) => name);
        if (Names.length > 0) await client.call('DeleteParameters', { Names });
      }),
  };
}

/** Uses Parameter Store's own time and version: the parameter's value is only for people. */
function readIntent({ Name: name = '', LastModifiedDate, Version: version = 0 }: Parameter): RemovalIntent[] {
  const endpointId = endpointIdIn(name);
  if (endpointId === undefined || LastModifiedDate === undefined) return [];
  return [{ name, endpointId, announcedAt: timeOf(LastModifiedDate), version }];
}

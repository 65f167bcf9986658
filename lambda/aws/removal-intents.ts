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
 * Intents in Parameter Store. A name has the hour of its announcement in it, so that what is swept, which is older, is
 * never what somebody announces again at that moment.
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
          // Where the Region has no standard parameter left, a removal must not wait for one.
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

/** Parameter Store's own time and version: what stands in the parameter is for people. */
function readIntent({ Name: name = '', LastModifiedDate, Version: version = 0 }: Parameter): RemovalIntent[] {
  const endpointId = endpointIdIn(name);
  if (endpointId === undefined || LastModifiedDate === undefined) return [];
  return [{ name, endpointId, announcedAt: timeOf(LastModifiedDate), version }];
}

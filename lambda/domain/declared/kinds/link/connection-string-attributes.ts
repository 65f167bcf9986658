import {
  CONNECTION_STRING_KINDS,
  CONNECTION_STRINGS_ATTRIBUTE,
  CONNECTION_STRINGS_MESSAGE_ATTRIBUTE,
  connectionStringAttribute,
} from '../../../../contract/custom-resources.js';
import type { ConnectionStringsProgress } from '../../../../execution-data/observation.js';

/**
 * Attributes of a link's private connection strings: all kinds for the clusters that the stack names, because the stack
 * reads them; only the SRV strings of other clusters, because a response to CloudFormation holds 4 KB.
 */
export function connectionStringAttributes(
  progress: ConnectionStringsProgress | undefined,
  named: readonly string[],
): Record<string, string> {
  const clusters = progress?.clusters ?? [];
  const read = named.flatMap((name) => {
    const strings = clusters.find(({ cluster }) => cluster === name);
    return CONNECTION_STRING_KINDS.map((kind) => [
      connectionStringAttribute(name, kind),
      strings?.[kind] ?? '',
    ]);
  });
  const all = withinLimit(clusters.map(({ cluster, srv }) => [cluster, srv] as const));
  const left = clusters.slice(all.length).map(({ cluster }) => cluster);
  const leftOut =
    left.length === 0 ? '' : `Left out for want of room, name them in Clusters: ${left.join(', ')}.`;
  const message = [progress?.message ?? '', leftOut].filter((text) => text !== '').join(' ');
  return {
    ...Object.fromEntries(read),
    [CONNECTION_STRINGS_ATTRIBUTE]: JSON.stringify(Object.fromEntries(all)),
    [CONNECTION_STRINGS_MESSAGE_ATTRIBUTE]: message.slice(0, MESSAGE_LIMIT),
  };
}

/** Leaves space for the rest of the response. */
const ALL_STRINGS_LIMIT = 1024;
const MESSAGE_LIMIT = 512;

type Entries = readonly (readonly [cluster: string, srv: string])[];

function withinLimit(entries: Entries): Entries {
  const isTooLong = JSON.stringify(Object.fromEntries(entries)).length > ALL_STRINGS_LIMIT;
  return isTooLong ? withinLimit(entries.slice(0, -1)) : entries;
}

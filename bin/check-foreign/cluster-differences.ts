/** Compares the private connection strings that a data source of clusters has read with those that our client reads. */

import { stringsFor } from '../../lambda/domain/connection-strings/connection-strings.js';
import type { Cluster } from '../../lambda/domain/model/ports/atlas.js';
import type { StateEntry, Values } from './terraform.js';

const ONE = 'mongodbatlas_advanced_cluster';
const ALL = 'mongodbatlas_advanced_clusters';

/** Data sources that are compared here and not with a lookup. */
export const CLUSTER_SOURCES: readonly string[] = [ONE, ALL];

/** Names of one connection string: Terraform's and ours. */
const STRINGS = [
  ['srv_connection_string', 'srv'],
  ['connection_string', 'standard'],
  ['srv_shard_optimized_connection_string', 'srvShardOptimized'],
] as const;

/**
 * @param clusters as our client reads them
 * @returns what differs; also if there are no private connection strings at all, because then nothing was compared
 */
export function clusterDifferences({ type, values }: StateEntry, clusters: readonly Cluster[]): string[] {
  const theirs = type === ALL ? listOf(values.results) : [values];
  const names = theirs.map(({ name }) => String(name)).sort();
  const expected = type === ALL ? clusters.map(({ name }) => name).sort() : names;
  if (names.join() !== expected.join())
    return [`the clusters are ${names.join(', ')}, and ours ${expected.join(', ')}`];
  return theirs.flatMap((cluster) => differencesOf(cluster, clusters));
}

function differencesOf(theirs: Values, clusters: readonly Cluster[]): string[] {
  const ours = clusters.find(({ name }) => name === theirs.name);
  if (ours === undefined) return [`our client does not find the cluster ${theirs.name}`];
  const read = privateStringsOf(theirs);
  const found = ours.privateEndpoints
    .flatMap(({ endpointIds }) => endpointIds)
    .flatMap((endpointId) =>
      stringsFor(ours, endpointId).flatMap((strings) =>
        STRINGS.map(([theirName, name]) => `${endpointId} ${theirName} ${strings[name]}`),
      ),
    )
    .sort();
  if (read.length === 0) return [`${ours.name} has no private connection strings`];
  if (read.join() === found.join()) return [];
  return [`private connection strings of ${ours.name} are ${read.join(', ')}, and ours ${found.join(', ')}`];
}

/** Endpoint, name and value of each string, which is empty where there is none. */
function privateStringsOf({ connection_strings: strings }: Values): string[] {
  const { private_endpoint: entries } = (strings ?? {}) as Values;
  return listOf(entries)
    .flatMap((entry) =>
      listOf(entry.endpoints).flatMap(({ endpoint_id: endpointId }) =>
        STRINGS.map(([name]) => `${endpointId} ${name} ${entry[name] ?? ''}`),
      ),
    )
    .sort();
}

function listOf(value: unknown): readonly Values[] {
  return Array.isArray(value) ? value : [];
}

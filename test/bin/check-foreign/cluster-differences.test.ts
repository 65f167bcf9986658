import { describe, expect, it } from 'vitest';
import { clusterDifferences } from '../../../bin/check-foreign/cluster-differences.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';

const MAIN: Cluster = {
  name: 'Main',
  stateName: 'IDLE',
  isPaused: false,
  regions: [],
  privateEndpoints: [
    { endpointIds: ['vpce-1'], srv: 'mongodb+srv://one', standard: 'mongodb://one', srvShardOptimized: '' },
    { endpointIds: ['vpce-2'], srv: 'mongodb+srv://two', standard: 'mongodb://two', srvShardOptimized: '' },
  ],
} as never;

const theirs = (name: string, endpointId: string) => ({
  connection_string: `mongodb://${name}`,
  srv_connection_string: `mongodb+srv://${name}`,
  srv_shard_optimized_connection_string: null,
  endpoints: [{ endpoint_id: endpointId }],
});
const source = (values: Readonly<Record<string, unknown>>, type = 'mongodbatlas_advanced_cluster') => ({
  address: 'data.x',
  mode: 'data' as const,
  type,
  values,
});
const main = (...entries: readonly unknown[]) => ({
  name: 'Main',
  connection_strings: { private_endpoint: entries },
});

describe('a data source of a cluster', () => {
  it('has the strings of each endpoint that our client reads, in any order', () => {
    const read = source(main(theirs('two', 'vpce-2'), theirs('one', 'vpce-1')));
    expect(clusterDifferences(read, [MAIN])).toEqual([]);
  });

  it('differs if a string is another endpoint’s, or if one is missing', () => {
    const swapped = source(main(theirs('two', 'vpce-1'), theirs('one', 'vpce-2')));
    expect(clusterDifferences(swapped, [MAIN])).toEqual([expect.stringMatching(/^private .* of Main are/)]);
    expect(clusterDifferences(source(main(theirs('one', 'vpce-1'))), [MAIN])).toHaveLength(1);
  });

  it('differs without any private connection string, because nothing was compared', () => {
    const without = { ...MAIN, privateEndpoints: [] };
    expect(clusterDifferences(source(main()), [without])).toEqual(['Main has no private connection strings']);
    expect(clusterDifferences(source({ name: 'Main', connection_strings: null }), [without])).toHaveLength(1);
  });

  it('of all clusters differs if it lacks one', () => {
    const all = (...results: readonly unknown[]) => source({ results }, 'mongodbatlas_advanced_clusters');
    const entries = main(theirs('one', 'vpce-1'), theirs('two', 'vpce-2'));
    expect(clusterDifferences(all(entries), [MAIN])).toEqual([]);
    expect(clusterDifferences(all(), [MAIN])).toEqual(['the clusters are , and ours Main']);
    expect(clusterDifferences(all(entries), [])).toHaveLength(1);
  });
});

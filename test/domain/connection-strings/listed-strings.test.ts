import { describe, expect, it } from 'vitest';
import { stringsFor } from '../../../lambda/domain/connection-strings/connection-strings.js';
import { ListedStrings } from '../../../lambda/domain/connection-strings/listed-strings.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';

const strings = (endpointIds: readonly string[], name: string) => ({
  endpointIds,
  srv: `mongodb+srv://${name}`,
  standard: `mongodb://${name}`,
  srvShardOptimized: '',
});
const cluster = (name: string, parts: Partial<Cluster> = {}): Cluster => ({
  name,
  stateName: 'IDLE',
  isPaused: false,
  regions: [],
  privateEndpoints: [strings(['vpce-1', 'vpce-2'], name), strings(['vpce-1'], `${name}-again`)],
  ...parts,
});

describe('the strings that clusters list for an endpoint', () => {
  it('equal those found by searching each cluster', () => {
    const clusters = [cluster('A'), cluster('B', { privateEndpoints: [strings(['vpce-2'], 'b')] })];
    const listed = new ListedStrings(clusters);
    for (const id of ['vpce-1', 'vpce-2', 'vpce-3'])
      expect(listed.of(id)).toEqual(clusters.flatMap((one) => stringsFor(one, id)));
  });

  it('have the same digest in any order of the clusters, and another one for any other string', () => {
    const digest = (clusters: readonly Cluster[]) => new ListedStrings(clusters).digestOf('vpce-1');
    const usual = digest([cluster('A'), cluster('B')]);
    expect(digest([cluster('B'), cluster('A')])).toBe(usual);
    const others = [
      [cluster('A')],
      [],
      [cluster('A'), cluster('C')],
      [cluster('A'), cluster('B', { privateEndpoints: [strings(['vpce-1'], 'elsewhere')] })],
    ];
    expect(new Set([usual, ...others.map(digest)]).size).toBe(5);
  });

  it('may still change for a cluster that is being updated', () => {
    const listed = new ListedStrings([
      cluster('A', { stateName: 'UPDATING' }),
      cluster('B', { stateName: 'UPDATING', privateEndpoints: [] }),
      cluster('C', { privateEndpoints: [] }),
    ]);
    expect(listed.unsettledWithout('vpce-1')).toEqual(['B']);
  });
});

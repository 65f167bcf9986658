/** Which private connection strings the clusters of a project list for each endpoint. */
import { createHash } from 'node:crypto';
import type { ClusterConnectionStrings } from '../../contract/custom-resources.js';
import type { Cluster } from '../model/ports/atlas.js';

export class ListedStrings {
  private readonly byEndpoint = new Map<string, ClusterConnectionStrings[]>();

  /** Reads the clusters in one pass, because a project may have thousands of endpoints. */
  constructor(private readonly clusters: readonly Cluster[]) {
    for (const { name, privateEndpoints } of clusters)
      for (const { endpointIds, srv, standard, srvShardOptimized } of privateEndpoints)
        for (const endpointId of endpointIds)
          this.add(endpointId, { cluster: name, srv, standard, srvShardOptimized });
  }

  of(endpointId: string): readonly ClusterConnectionStrings[] {
    return this.byEndpoint.get(endpointId) ?? [];
  }

  /** Clusters that Atlas is changing: strings that they do not list for the endpoint now may reappear. */
  unsettledWithout(endpointId: string): readonly string[] {
    const listed = this.of(endpointId);
    return this.clusters
      .filter(({ stateName }) => stateName !== 'IDLE')
      .map(({ name }) => name)
      .filter((name) => !listed.some(({ cluster }) => cluster === name));
  }

  /** Independent of the order of the clusters. */
  digestOf(endpointId: string): string {
    const strings = this.of(endpointId)
      .map(({ cluster, srv, standard, srvShardOptimized }) =>
        JSON.stringify([cluster, srv, standard, srvShardOptimized]),
      )
      .sort();
    return createHash('sha256').update(strings.join('\n')).digest('base64url').slice(0, DIGEST_LENGTH);
  }

  /** If a cluster has several entries for an endpoint, uses the first. */
  private add(endpointId: string, strings: ClusterConnectionStrings): void {
    const before = this.byEndpoint.get(endpointId);
    if (before === undefined) this.byEndpoint.set(endpointId, [strings]);
    else if (!before.some(({ cluster }) => cluster === strings.cluster)) before.push(strings);
  }
}

/** 128 bits, because a record has little more space. */
const DIGEST_LENGTH = 22;

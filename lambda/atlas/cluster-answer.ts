import type { Cluster, PrivateConnectionStrings } from '../domain/ports.js';
import { listOf, recordOf, textOf } from './loose-json.js';

/** Atlas's cluster (`listClusters`, version 2024-08-05), the part that private links touch. */
export function readCluster(answer: unknown): Cluster {
  const body = recordOf(answer);
  return {
    name: textOf(body.name),
    stateName: textOf(body.stateName),
    isPaused: body.paused === true,
    regions: listOf(body.replicationSpecs)
      .flatMap((spec) => listOf(recordOf(spec).regionConfigs))
      .map((config) => ({
        cloudProvider: textOf(recordOf(config).providerName),
        regionName: textOf(recordOf(config).regionName),
        instanceSize: textOf(recordOf(recordOf(config).electableSpecs).instanceSize),
        backingProvider: textOf(recordOf(config).backingProviderName),
      })),
    // Empty while nothing is linked; the deprecated maps beside it say nothing more.
    privateEndpoints: listOf(recordOf(body.connectionStrings).privateEndpoint).map(readStrings),
  };
}

function readStrings(answer: unknown): PrivateConnectionStrings {
  const body = recordOf(answer);
  return {
    endpointIds: listOf(body.endpoints).map((endpoint) => textOf(recordOf(endpoint).endpointId)),
    standard: textOf(body.connectionString),
    srv: textOf(body.srvConnectionString),
    srvShardOptimized: textOf(body.srvShardOptimizedConnectionString),
  };
}

/** The count beside the pages is an estimate; the link is not. */
export function hasNextPage(answer: unknown): boolean {
  return listOf(recordOf(answer).links).some((link) => recordOf(link).rel === 'next');
}

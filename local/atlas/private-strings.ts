/** Private connection strings of clusters, as a function of the time. */
import type { Project } from './atlas-world.js';
import type { Cluster } from './cluster.js';

/**
 * As documented, strings exist when all Regions of the cluster's nodes have an endpoint. In a cluster with one Region,
 * each endpoint has its own strings.
 */
export function privateStringsOf(
  project: Project,
  cluster: Cluster,
  now: number,
  stringsSeconds: number,
): PrivateStrings[] {
  const availableBefore = now - stringsSeconds * 1000;
  if (cluster.provider === 'TENANT' || cluster.isPaused || cluster.isCreating) return [];
  const byRegion = cluster.regionNames.map((regionName) =>
    linksOfRegion(project, cluster, regionName, availableBefore).map((endpointId) => ({
      endpointId,
      regionName,
    })),
  );
  if (byRegion.some((links) => links.length === 0)) return [];
  const [first = [], ...others] = byRegion;
  const groups = others.length === 0 ? first.map((link) => [link]) : [byRegion.flat()];
  return groups.map((links) => privateStrings(cluster, links));
}

function linksOfRegion(
  project: Project,
  cluster: Cluster,
  regionName: string,
  availableBefore: number,
): string[] {
  const services = [...project.services.values()].filter(
    (service) => service.regionName === regionName && service.provider === cluster.provider,
  );
  return services
    .flatMap((service) => [...service.links.values()])
    .filter(
      ({ isAvailable, availableAt }) =>
        isAvailable && availableAt !== undefined && availableAt <= availableBefore,
    )
    .map(({ endpointId }) => endpointId);
}

/** An entry of `connectionStrings.privateEndpoint`. */
export interface PrivateStrings {
  readonly connectionString: string;
  readonly endpoints: readonly {
    readonly endpointId: string;
    readonly providerName: string;
    readonly region: string;
  }[];
  readonly srvConnectionString: string;
  readonly srvShardOptimizedConnectionString?: string;
  readonly type: string;
}

function privateStrings(
  cluster: Cluster,
  links: readonly { readonly endpointId: string; readonly regionName: string }[],
): PrivateStrings {
  const region = (links[0]?.regionName ?? '').toLowerCase().replaceAll('_', '-');
  const name = cluster.name.toLowerCase();
  const part = `pl-${cluster.stringsGeneration}`;
  return {
    connectionString: `mongodb://${part}-${region}.abcde.mongodb.net:1024,${part}-${region}.abcde.mongodb.net:1025/?ssl=true`,
    endpoints: links.map(({ endpointId, regionName }) => ({
      endpointId,
      providerName: cluster.provider,
      region: regionName,
    })),
    srvConnectionString: `mongodb+srv://${name}-${part}.abcde.mongodb.net`,
    ...(cluster.isSharded
      ? { srvShardOptimizedConnectionString: `mongodb+srv://${name}-${part}-lb.abcde.mongodb.net` }
      : {}),
    type: cluster.isSharded ? 'MONGOS' : 'MONGOD',
  };
}

/** The part of a cluster that private links touch. */
import type { Project } from './atlas-world.js';
import type { Cluster } from './cluster.js';
import { type PrivateStrings, privateStringsOf } from './private-strings.js';

export function clusterBody(project: Project, cluster: Cluster, now: number, stringsSeconds: number): object {
  const strings = privateStringsOf(project, cluster, now, stringsSeconds);
  return {
    clusterType: cluster.isSharded ? 'SHARDED' : 'REPLICASET',
    connectionStrings: { ...privateParts(cluster, strings), ...standardParts(cluster) },
    groupId: project.id,
    name: cluster.name,
    paused: cluster.isPaused,
    replicationSpecs: [{ regionConfigs: regionConfigsOf(cluster), zoneName: 'Zone 1' }],
    stateName: cluster.stateName,
  };
}

/** Recorded: a cluster that is being created has none. */
function standardParts({ name, isCreating }: Cluster): object {
  const host = `${name.toLowerCase()}.abcde.mongodb.net`;
  if (isCreating) return {};
  return {
    standard: `mongodb://${host}:27017/?ssl=true&authSource=admin`,
    standardSrv: `mongodb+srv://${host}`,
  };
}

/** Recorded: without private links, a sharded cluster has an empty list and an empty map, any other has neither. */
function privateParts(cluster: Cluster, strings: readonly PrivateStrings[]): object {
  if (strings.length === 0) return cluster.isSharded ? { awsPrivateLinkSrv: {}, privateEndpoint: [] } : {};
  return { ...deprecatedMaps(cluster, strings), privateEndpoint: strings };
}

/** By endpoint; of AWS alone. */
function deprecatedMaps({ provider }: Cluster, strings: readonly PrivateStrings[]): object {
  const byEndpoint = (stringOf: (one: PrivateStrings) => string) =>
    Object.fromEntries(
      strings.flatMap((one) => one.endpoints.map(({ endpointId }) => [endpointId, stringOf(one)])),
    );
  if (provider !== 'AWS') return {};
  return {
    awsPrivateLink: byEndpoint(({ connectionString }) => connectionString),
    awsPrivateLinkSrv: byEndpoint(({ srvConnectionString }) => srvConnectionString),
  };
}

function regionConfigsOf({ regionNames, provider, instanceSize }: Cluster): object[] {
  return regionNames.map((regionName, index) => ({
    ...(provider === 'TENANT'
      ? { backingProviderName: 'AWS', electableSpecs: { instanceSize } }
      : { electableSpecs: { instanceSize, nodeCount: 3 } }),
    priority: 7 - index,
    providerName: provider,
    regionName,
  }));
}

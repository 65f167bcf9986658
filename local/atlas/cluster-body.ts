/** Response body of a cluster, as far as it concerns private links. */
import type { Project } from './atlas-world.js';
import type { Cluster } from './cluster.js';
import { hashedId } from './object-id.js';
import { type PrivateStrings, privateStringsOf } from './private-strings.js';

export interface ClusterView {
  readonly project: Project;
  readonly cluster: Cluster;
  readonly now: number;
  /** Seconds from a link's AVAILABLE until its connection strings exist. */
  readonly stringsSeconds: number;
  readonly baseUrl: string;
  readonly version: string;
}

export function clusterBody(view: ClusterView): object {
  const { project, cluster, baseUrl } = view;
  const strings = privateStringsOf(project, cluster, view.now, view.stringsSeconds);
  return {
    clusterType: cluster.isSharded ? 'SHARDED' : 'REPLICASET',
    connectionStrings: { ...privateParts(cluster, strings), ...standardParts(cluster) },
    createDate: new Date(cluster.createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    groupId: project.id,
    id: hashedId(`${project.id} ${cluster.name}`),
    links: [{ href: `${baseUrl}/api/atlas/v2/groups/${project.id}/clusters/${cluster.name}`, rel: 'self' }],
    mongoDBMajorVersion: '8.0',
    mongoDBVersion: '8.0.4',
    name: cluster.name,
    paused: cluster.isPaused,
    replicationSpecs: [replicationSpec(view)],
    stateName: cluster.stateName,
  };
}

/**
 * The form depends on the version: Regions by name, then Regions with shards, then one specification for each shard.
 */
function replicationSpec({ project, cluster, version }: ClusterView): object {
  const id = hashedId(`${project.id} ${cluster.name} replication`);
  const zone = { id, zoneName: 'Zone 1' };
  if (version === '2023-01-01') return { ...zone, numShards: 1, regionsConfig: regionsByName(cluster) };
  const spec = { ...zone, regionConfigs: regionConfigsOf(cluster), zoneId: hashedId(`${id} zone`) };
  return version === '2023-02-01' ? { ...spec, numShards: 1 } : spec;
}

function regionsByName({ regionNames }: Cluster): object {
  const nodes = { analyticsNodes: 0, electableNodes: 3, readOnlyNodes: 0 };
  return Object.fromEntries(regionNames.map((name, index) => [name, { ...nodes, priority: 7 - index }]));
}

/** A cluster that is being created has no connection strings, as recorded. */
function standardParts({ name, isCreating }: Cluster): object {
  const host = `${name.toLowerCase()}.abcde.mongodb.net`;
  if (isCreating) return {};
  return {
    standard: `mongodb://${host}:27017/?ssl=true&authSource=admin`,
    standardSrv: `mongodb+srv://${host}`,
  };
}

/**
 * Without private links, a sharded cluster has an empty list and an empty map, and any other has neither, as recorded.
 */
function privateParts(cluster: Cluster, strings: readonly PrivateStrings[]): object {
  if (strings.length === 0) return cluster.isSharded ? { awsPrivateLinkSrv: {}, privateEndpoint: [] } : {};
  return { ...deprecatedMaps(cluster, strings), privateEndpoint: strings };
}

/** Deprecated maps by endpoint id, for AWS only. */
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

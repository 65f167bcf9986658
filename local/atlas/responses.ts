/** Bodies as Atlas writes them: nulls where it has nothing, fields by provider. */
import type { Project } from './atlas-world.js';
import type { Cluster } from './cluster.js';
import type { EndpointService } from './endpoint-service.js';
import type { Link } from './link.js';

export function serviceBody(service: EndpointService): object {
  const common = {
    cloudProvider: service.provider,
    errorMessage: service.failure ?? null,
    id: service.id,
    regionName: service.regionName,
    status: service.status,
  };
  const ready = service.status !== 'INITIATING';
  const ids = [...service.links.keys()];
  switch (service.provider) {
    case 'AWS':
      return {
        ...common,
        endpointServiceName: ready ? service.serviceName : null,
        interfaceEndpoints: ids,
        supportedRemoteRegions: service.supportedRemoteRegions,
      };
    case 'AZURE':
      return {
        ...common,
        privateEndpoints: ids,
        privateLinkServiceName: ready ? `pls_${service.id}` : null,
        privateLinkServiceResourceId: ready
          ? `/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/privateLinkServices/pls_${service.id}`
          : null,
      };
    case 'GCP':
      return {
        ...common,
        endpointGroupNames: ids,
        portMappingEnabled: service.portMappingEnabled,
        serviceAttachmentNames: ready ? attachmentNamesOf(service) : [],
      };
  }
}

/** Documented: fifty, one for each node that there may be; with port mapping, one for all. */
function attachmentNamesOf({ id, portMappingEnabled }: EndpointService): string[] {
  return Array.from(
    { length: portMappingEnabled ? 1 : 50 },
    (_, index) => `projects/p/regions/r/serviceAttachments/sa-${id}-${index}`,
  );
}

export function linkBody(service: EndpointService, link: Link): object {
  const common = {
    cloudProvider: service.provider,
    deleteRequested: link.deletedAt !== undefined,
    errorMessage: link.errorMessage,
  };
  switch (service.provider) {
    case 'AWS':
      return { ...common, connectionStatus: link.status, interfaceEndpointId: link.endpointId };
    case 'AZURE':
      return {
        ...common,
        privateEndpointConnectionName: `${link.endpointId.split('/').at(-1)}.${service.id}`,
        privateEndpointIPAddress: link.request.privateEndpointIPAddress ?? null,
        privateEndpointResourceId: link.endpointId,
        status: otherProviderStatus(link),
      };
    case 'GCP':
      return {
        ...common,
        endpointGroupName: link.endpointId,
        endpoints: gcpEndpoints(link),
        gcpProjectId: link.request.gcpProjectId ?? null,
        portMappingEnabled: service.portMappingEnabled,
        status: otherProviderStatus(link),
      };
  }
}

function gcpEndpoints(link: Link): object[] {
  const given = Array.isArray(link.request.endpoints) ? link.request.endpoints : [];
  return given.map((endpoint: object) => ({ ...endpoint, status: otherProviderStatus(link) }));
}

/** Azure and Google Cloud have INITIATING where AWS has two pending states, and FAILED for REJECTED. */
function otherProviderStatus({ status }: Link): string {
  if (status === 'REJECTED') return 'FAILED';
  return status.startsWith('PENDING') ? 'INITIATING' : status;
}

/** The part of a cluster that private links touch. Recorded: an empty list and an empty map without any strings. */
export function clusterBody(project: Project, cluster: Cluster, now: number, stringsSeconds: number): object {
  const host = `${cluster.name.toLowerCase()}.abcde.mongodb.net`;
  const strings = privateStringsOf(project, cluster, now, stringsSeconds);
  return {
    clusterType: cluster.isSharded ? 'SHARDED' : 'REPLICASET',
    connectionStrings: {
      awsPrivateLinkSrv: srvByEndpoint(strings),
      privateEndpoint: strings,
      standard: `mongodb://${host}:27017/?ssl=true&authSource=admin`,
      standardSrv: `mongodb+srv://${host}`,
    },
    groupId: project.id,
    name: cluster.name,
    paused: cluster.isPaused,
    replicationSpecs: [{ regionConfigs: regionConfigsOf(cluster), zoneName: 'Zone 1' }],
    stateName: cluster.stateName,
  };
}

/** Deprecated, and still there. */
function srvByEndpoint(strings: readonly PrivateStrings[]): object {
  return Object.fromEntries(
    strings.flatMap(({ endpoints, srvConnectionString }) =>
      endpoints.map(({ endpointId }) => [endpointId, srvConnectionString]),
    ),
  );
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

/**
 * Documented: strings exist once all Regions of the cluster's nodes have an endpoint. In a cluster of one Region, each
 * endpoint has strings of its own.
 */
export function privateStringsOf(
  project: Project,
  cluster: Cluster,
  now: number,
  stringsSeconds: number,
): PrivateStrings[] {
  const availableBefore = now - stringsSeconds * 1000;
  if (cluster.provider === 'TENANT' || cluster.isPaused) return [];
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

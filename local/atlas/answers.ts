/** Bodies as Atlas writes them: nulls where it has nothing, fields by provider. */
import type { Cluster, Project } from './atlas-world.js';
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
        portMappingEnabled: false,
        serviceAttachmentNames: ready ? [`projects/p/regions/r/serviceAttachments/sa-${service.id}-0`] : [],
      };
  }
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
        endpoints: link.request.endpoints ?? [],
        gcpProjectId: link.request.gcpProjectId ?? null,
        portMappingEnabled: false,
        status: otherProviderStatus(link),
      };
  }
}

/** Azure and Google Cloud have INITIATING where AWS has two pending states, and FAILED for REJECTED. */
function otherProviderStatus({ status }: Link): string {
  if (status === 'REJECTED') return 'FAILED';
  return status.startsWith('PENDING') ? 'INITIATING' : status;
}

/** The part of a cluster that private links touch. */
export function clusterBody(project: Project, cluster: Cluster, now: number, stringsSeconds: number): object {
  const host = `${cluster.name.toLowerCase()}.abcde.mongodb.net`;
  const linked = linksOfRegion(project, cluster.regionName).filter(
    ({ availableAt }) => availableAt !== undefined && now >= availableAt + stringsSeconds * 1000,
  );
  return {
    clusterType: 'REPLICASET',
    connectionStrings: {
      privateEndpoint: linked.map(({ endpointId }) => privateStrings(cluster, endpointId)),
      standard: `mongodb://${host}:27017/?ssl=true&authSource=admin`,
      standardSrv: `mongodb+srv://${host}`,
    },
    groupId: project.id,
    name: cluster.name,
    paused: false,
    stateName: 'IDLE',
  };
}

function linksOfRegion(project: Project, regionName: string): Link[] {
  const services = [...project.services.values()].filter((service) => service.regionName === regionName);
  return services.flatMap((service) => [...service.links.values()]).filter(({ isAvailable }) => isAvailable);
}

function privateStrings(cluster: Cluster, endpointId: string): object {
  const region = cluster.regionName.toLowerCase().replaceAll('_', '-');
  return {
    connectionString: `mongodb://pl-0-${region}.abcde.mongodb.net:1024,pl-0-${region}.abcde.mongodb.net:1025/?ssl=true`,
    endpoints: [{ endpointId, providerName: 'AWS', region: cluster.regionName }],
    srvConnectionString: `mongodb+srv://${cluster.name.toLowerCase()}-pl-0.abcde.mongodb.net`,
    type: 'MONGOD',
  };
}

/** Response bodies in Atlas's form: with null for missing values, and with the fields of each cloud provider. */
import type { EndpointService } from './endpoint-service.js';
import type { Link } from './link.js';
import { providersNameOf } from './regions.js';

export function serviceBody(service: EndpointService): object {
  const common = {
    cloudProvider: service.provider,
    errorMessage: service.failure ?? null,
    id: service.id,
    regionName: service.regionName,
    status: service.status,
  };
  // Null while the service is created, as documented; during a change, it has its name already.
  const ready = service.isCreated || service.status !== 'INITIATING';
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
        serviceAttachmentNames: attachmentNamesOf(service),
      };
  }
}

function attachmentNamesOf({ id, regionName, attachmentCount }: EndpointService): string[] {
  const region = providersNameOf(regionName, 'GCP');
  return Array.from(
    { length: attachmentCount },
    (_, index) => `projects/p-${id}/regions/${region}/serviceAttachments/sa-${region}-${id}-${index}`,
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

/** On Azure and Google Cloud, INITIATING replaces the two pending states of AWS, and FAILED replaces REJECTED. */
function otherProviderStatus({ status }: Link): string {
  if (status === 'REJECTED') return 'FAILED';
  return status.startsWith('PENDING') ? 'INITIATING' : status;
}

/** Response bodies in Atlas's form: with null for missing values, and with the fields of each cloud provider. */
import type { EndpointService } from './endpoint-service.js';
import type { Link } from './link.js';
import { hashedId } from './object-id.js';
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
        privateLinkServiceResourceId: ready ? azureResourceIdOf(service) : null,
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

/** The subscription and the resource group are Atlas's own, in the recorded form. */
function azureResourceIdOf({ id }: EndpointService): string {
  const group = `rg_${hashedId(`${id} group`)}_${hashedId(id).slice(0, 8)}`;
  return `/subscriptions/4e133d35-0000-4000-8000-000000000001/resourceGroups/${group}/providers/Microsoft.Network/privateLinkServices/pls_${id}`;
}

/** Subscription, resource group and name of the endpoint, in the documented form; not recorded. */
function azureConnectionNameOf({ endpointId }: Link): string {
  const [, , subscription, , group] = endpointId.split('/');
  return [subscription, group, endpointId.split('/').at(-1)].join('%2F');
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
        privateEndpointConnectionName: azureConnectionNameOf(link),
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

/** The shared endpoint services of Data Federation, as services of a project that has endpoints registered with them. */
import type { DataFederationLinkDescription, ServiceDescription } from '../../contract/custom-resources.js';
import { DATA_FEDERATION_SERVICES } from '../../contract/data-federation-services.js';
import { type AtlasRegion, atlasRegion } from '../../contract/regions.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../contract/service-kind.js';
import type { EndpointService } from '../model/ports/atlas.js';

/**
 * One service for each name. All of them list all registrations of the project on AWS, because a registration does not
 * say which service its endpoint connects to: EC2 shows that.
 *
 * @param more names of services besides the known ones
 */
export function federationServices(
  projectId: string,
  registered: readonly DataFederationLinkDescription[],
  more: readonly string[] = [],
): EndpointService[] {
  const links = registered.filter(({ cloudProvider }) => cloudProvider === 'AWS');
  const names = [...new Set([...Object.values(DATA_FEDERATION_SERVICES), ...more])];
  return names.map((name) => federationService(projectId, name, links));
}

export function federationService(
  projectId: string,
  endpointServiceName: string,
  links: readonly DataFederationLinkDescription[],
): EndpointService {
  const interfaceEndpoints = links.map(({ endpointId }) => endpointId);
  const regionName = regionOf(endpointServiceName);
  return {
    endpointServiceId: DATA_FEDERATION_SERVICE_ID,
    cloudProvider: 'AWS',
    endpointServiceName,
    regionName,
    status: 'AVAILABLE',
    errorMessage: '',
    interfaceEndpoints,
    unavailableEndpoints: links
      .filter(({ status, errorMessage }) => status.toUpperCase() !== 'OK' || errorMessage !== '')
      .map(({ endpointId }) => endpointId),
    description: {
      ...NO_DETAILS,
      projectId,
      endpointServiceId: DATA_FEDERATION_SERVICE_ID,
      regionName,
      endpointServiceName,
      interfaceEndpoints,
    },
  };
}

const NO_DETAILS: Omit<
  ServiceDescription,
  'projectId' | 'endpointServiceId' | 'regionName' | 'endpointServiceName' | 'interfaceEndpoints'
> = {
  cloudProvider: 'AWS',
  status: 'AVAILABLE',
  errorMessage: '',
  supportedRemoteRegions: [],
  privateEndpoints: [],
  privateLinkServiceName: '',
  privateLinkServiceResourceId: '',
  endpointGroupNames: [],
  serviceAttachmentNames: [],
  portMappingEnabled: false,
};

/** `com.amazonaws.vpce.<region>.vpce-svc-<17 hex>` */
function regionOf(endpointServiceName: string): AtlasRegion {
  const [, , , region = ''] = endpointServiceName.split('.');
  return atlasRegion(region);
}

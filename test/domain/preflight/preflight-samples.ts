import type { AtlasRegion } from '../../../lambda/contract/regions.js';
import type { Cluster, EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import type { PreflightFacts } from '../../../lambda/domain/preflight/preflight-facts.js';
import { endpointService, PROJECT_ID, vpcEndpoint } from '../samples.js';

type Region = Cluster['regions'][number];

/** By default, an M10 in the service's Region. */
export function cluster(
  name: string,
  parts: Partial<Omit<Cluster, 'regions'>> & { readonly region?: Partial<Region> } = {},
): Cluster {
  const { region, ...others } = parts;
  const here: Region = {
    cloudProvider: 'AWS',
    regionName: 'EU_WEST_1',
    instanceSize: 'M10',
    backingProvider: '',
    nodeCount: 3,
  };
  return {
    name,
    stateName: 'IDLE',
    isPaused: false,
    regions: [{ ...here, ...region }],
    privateEndpoints: [],
    ...others,
  };
}

/** A service of the same project in another Region or cloud. */
export function otherService(
  cloudProvider: EndpointService['cloudProvider'],
  regionName: AtlasRegion,
  interfaceEndpoints: readonly string[],
): EndpointService {
  const endpointServiceId = `${cloudProvider}-${regionName}`;
  return endpointService({ endpointServiceId, cloudProvider, regionName, interfaceEndpoints });
}

/** Facts of a correct set-up. */
export function preflightFacts(parts: Partial<PreflightFacts> = {}): PreflightFacts {
  const service = endpointService();
  return {
    endpoint: vpcEndpoint(),
    projectId: PROJECT_ID,
    service,
    ingressRules: [{ fromPort: 1024, toPort: 65_535 }],
    subnetZones: ['eu-west-1a'],
    serviceZones: ['eu-west-1a', 'eu-west-1b'],
    services: [service],
    sameRegion: [],
    regionalMode: false,
    clusters: [cluster('orders')],
    ...parts,
  };
}

/** Preflight's rules about the Atlas project behind the endpoint service. */

import { ADDRESSABLE_TARGETS } from '../../contract/limits.js';
import type { Cluster, EndpointService } from '../model/ports/atlas.js';
import { summarize } from '../model/summarize.js';
import type { Finding, PreflightFacts } from './preflight-facts.js';

export function singleRegionRule(facts: PreflightFacts): Finding | undefined {
  // Unreadable services could only increase the count: a rule that is broken without them is broken.
  if (facts.regionalMode !== false) return undefined;
  const counts = endpointCounts(facts);
  if (counts.size <= 1) return undefined;
  if ([...counts].some(([place, count]) => count > acceptedRegions(facts, place))) {
    const places = [...counts.keys()].sort().map((place) => `${counts.get(place)} in ${place}`);
    return broken(facts, summarize(places));
  }
  const { sameRegion = [], service } = facts;
  if (sameRegion.length === 0) return undefined;
  return broken(facts, `also ${summarize(sameRegion)} of its Region on the service in ${placeOf(service)}`);
}

function broken({ endpoint, projectId }: PreflightFacts, what: string): Finding {
  return {
    message: `With VPC endpoint ${endpoint.endpointId}, project ${projectId} has private endpoints in several Regions and more than one in a Region (${what}), which Atlas allows in regional mode only.`,
    advice:
      "Keep either several endpoints in one Region or one in each Region; an endpoint of another AWS Region may lead to the one Region's service (supported remote Regions). For sharded clusters, regional mode lifts the rule, but changes the connection strings of clusters of several Regions.",
  };
}

/**
 * Endpoints whose Region decides about the rule: a project with several Regions may have one endpoint of each Region on a
 * service, and the service accepts endpoints of several. Empty if the numbers decide already.
 */
export function endpointsToPlace(facts: Pick<PreflightFacts, CountedFacts>): readonly string[] {
  const { endpoint, service } = facts;
  if (service.description.supportedRemoteRegions.length === 0 || endpointCounts(facts).size <= 1) return [];
  return service.interfaceEndpoints.filter((id) => id !== endpoint.endpointId);
}

type CountedFacts = 'endpoint' | 'service' | 'services';

/**
 * Number of Regions whose endpoints the services of a place accept. Atlas allows one endpoint of each on a service, and
 * lists only their ids: with more endpoints than Regions, two are certainly of one Region.
 */
function acceptedRegions({ service, services }: PreflightFacts, place: string): number {
  const others = services.filter(({ endpointServiceId }) => endpointServiceId !== service.endpointServiceId);
  const here = [service, ...others].filter((one) => placeOf(one) === place);
  return Math.max(...here.map(({ description }) => 1 + description.supportedRemoteRegions.length));
}

/** Number of endpoints in each Region that has some, including this one, over all cloud providers. */
function endpointCounts({
  endpoint,
  service,
  services,
}: Pick<PreflightFacts, CountedFacts>): ReadonlyMap<string, number> {
  const others = services.filter(({ endpointServiceId }) => endpointServiceId !== service.endpointServiceId);
  const withThisOne = {
    ...service,
    interfaceEndpoints: [...service.interfaceEndpoints, endpoint.endpointId],
  };
  const living = [withThisOne, ...others.filter(({ status }) => status !== 'DELETING')];
  const endpoints = new Map<string, Set<string>>();
  for (const one of living) {
    const known = endpoints.get(placeOf(one)) ?? [];
    endpoints.set(placeOf(one), new Set([...known, ...one.interfaceEndpoints]));
  }
  const counts = [...endpoints].map(([place, { size }]) => [place, size] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

type ServicePlace = Pick<EndpointService, 'cloudProvider' | 'regionName'>;

export interface ClusterFacts {
  readonly service: ServicePlace;
  readonly clusters: readonly Cluster[] | undefined;
}

function placeOf({ cloudProvider, regionName }: ServicePlace) {
  return `${cloudProvider} ${regionName}`;
}

export function clusterPaused({ service, clusters = [] }: ClusterFacts): Finding | undefined {
  const names = living(clusters)
    .filter(({ isPaused, regions }) => isPaused && regions.some((region) => isPlaceOf(service, region)))
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) return undefined;
  return {
    message: `Paused clusters in ${placeOf(service)}: ${summarize(names)}.`,
    advice:
      'Resume a paused cluster that is to be reached through the endpoint: until then it has no private connection string.',
  };
}

export function tooManyTargets({ service, clusters = [] }: ClusterFacts): Finding | undefined {
  if (service.cloudProvider !== 'AWS') return undefined;
  const here = living(clusters).flatMap(({ regions }) => regions.filter((one) => isPlaceOf(service, one)));
  const nodes = here.reduce((sum, { nodeCount }) => sum + nodeCount, 0);
  if (nodes <= ADDRESSABLE_TARGETS) return undefined;
  return {
    message: `The clusters of the project have ${nodes} nodes in ${placeOf(service)}, and Atlas makes ${ADDRESSABLE_TARGETS} addressable through private endpoints unless the limit of the project has been raised.`,
    advice:
      'If a cluster cannot be reached through the endpoint: raise the limit atlas.project.deployment.nodesPerPrivateLinkRegion of the project (90 by the API, more by MongoDB support), or move clusters to another project or Region.',
  };
}

export function clusterTierTooSmall({ service, clusters = [] }: ClusterFacts): Finding | undefined {
  const names = living(clusters)
    .flatMap(({ name, regions }) => {
      const region = regions.find((one) => isTooSmall(service, one));
      return region === undefined ? [] : `${name} (${region.instanceSize || region.cloudProvider})`;
    })
    .sort();
  if (names.length === 0) return undefined;
  return {
    message: `Clusters in ${placeOf(service)} of a tier below M10: ${summarize(names)}.`,
    advice:
      'Private endpoints reach M10 and larger: scale such a cluster up if it is to be reached through the endpoint. The others are not affected.',
  };
}

type Region = Cluster['regions'][number];

/** For these tiers, Atlas has the cloud provider in another field. */
const SHARED_PROVIDERS = ['TENANT', 'FLEX'];
const SMALLEST_DEDICATED = 10;

function isTooSmall(service: ServicePlace, region: Region): boolean {
  const { regionName, backingProvider } = region;
  if (SHARED_PROVIDERS.includes(region.cloudProvider))
    return isPlaceOf(service, { cloudProvider: backingProvider, regionName });
  // Other names (R40, M40_NVME) are those of large sizes.
  const size = /^M(\d+)$/.exec(region.instanceSize)?.[1];
  return size !== undefined && Number(size) < SMALLEST_DEDICATED && isPlaceOf(service, region);
}

function isPlaceOf(service: ServicePlace, place: Pick<Region, 'cloudProvider' | 'regionName'>): boolean {
  return place.cloudProvider === service.cloudProvider && place.regionName === service.regionName;
}

function living(clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters.filter(({ stateName }) => stateName !== 'DELETING');
}

/** Looks up what could make a link useless, while the link is created. It never fails: a link does not depend on it. */
import { CLOUD_PROVIDERS } from '../../contract/attributes.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, EndpointService } from '../model/ports/atlas.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { NetworkPort, VpcEndpoint } from '../model/ports/ec2.js';
import type { LogPort } from '../model/ports/observability.js';
import { preflightWarnings } from './preflight.js';
import type { PreflightFacts } from './preflight-facts.js';
import { endpointsToPlace, singleRegionRule } from './project-rules.js';
import { type ProjectFactsPort, RecentProjectFacts } from './recent-project-facts.js';

/**
 * Rejects if the work takes longer. Not `ClockPort.sleep`: a sleep cannot be cancelled, and would outlive the
 * invocation.
 */
export type TimeLimit = <T>(milliseconds: number, work: Promise<T>) => Promise<T>;

export interface GatherPreflightDependencies {
  readonly atlas: ProjectFactsPort;
  readonly network: NetworkPort;
  readonly log: LogPort;
  readonly withinTime: TimeLimit;
}

export interface PreflightDependencies extends GatherPreflightDependencies {
  readonly atlas: AtlasPort;
  readonly clock: ClockPort;
}

/** Known data of a link that is being created. */
export interface PreflightLink extends Pick<PreflightFacts, 'projectId' | 'service' | 'services'> {
  /** True if no later step reads the clusters for their connection strings. */
  readonly readsClusters: boolean;
}

export interface PreflightFindings {
  readonly warnings: PreflightWarning[];
  /** Parts that could not be read and that need a person; temporary failures are not included. */
  readonly unread: readonly UnreadPart[];
}

export interface UnreadPart {
  readonly part: string;
  readonly error: string;
}

/** {@link gatherPreflight} for the life of a container: a project's data is read from Atlas at most once per minute. */
export class PreflightChecker {
  private readonly deps: GatherPreflightDependencies;

  constructor(deps: PreflightDependencies) {
    this.deps = { ...deps, atlas: new RecentProjectFacts(deps.atlas, deps.clock) };
  }

  /** Never rejects. */
  async warningsFor(endpoint: VpcEndpoint, link: PreflightLink): Promise<PreflightWarning[]> {
    const { projectId, service } = link;
    const facts = (read: Read) => factsAtLink(this.deps, read, endpoint, link);
    const { warnings } = await gather(this.deps, endpoint, { projectId, service }, facts);
    return warnings;
  }
}

/** Parts are read concurrently, in two steps at most, so this limits the total time. */
const PATIENCE_MILLISECONDS = 10_000;

/** Gathers all facts. Never rejects: a part that cannot be read in time produces no warning. */
export function gatherPreflight(
  deps: GatherPreflightDependencies,
  endpoint: VpcEndpoint,
  projectId: string,
  service: EndpointService,
): Promise<PreflightFindings> {
  const link = { projectId, service };
  return gather(deps, endpoint, link, (read) => projectFacts(deps, read, endpoint, link));
}

async function gather(
  deps: GatherPreflightDependencies,
  endpoint: VpcEndpoint,
  { projectId, service }: Pick<PreflightFacts, 'projectId' | 'service'>,
  askAtlas: (read: Read) => Promise<ProjectFacts>,
): Promise<PreflightFindings> {
  const unread: UnreadPart[] = [];
  const { endpointId } = endpoint;
  const read: Read = (part, ask) => readPart(deps, { endpointId, projectId, part }, ask, unread);
  const [network, project] = await Promise.all([networkFacts(deps.network, read, endpoint), askAtlas(read)]);
  const warnings = preflightWarnings({ endpoint, projectId, service, ...network, ...project });
  for (const { code, message, advice } of warnings) {
    deps.log.warn('preflight warning', { endpointId, code, reason: message, advice });
  }
  return { warnings, unread };
}

type Read = <T>(part: string, ask: () => Promise<T>) => Promise<T | undefined>;

async function networkFacts(network: NetworkPort, read: Read, endpoint: VpcEndpoint) {
  const { securityGroupIds, subnetIds, serviceName } = endpoint;
  const [ingressRules, subnetZones, serviceZones] = await Promise.all([
    // An interface endpoint has at least one security group: a description without any says nothing.
    securityGroupIds.length === 0
      ? undefined
      : read('security groups', () => network.ingressRules(securityGroupIds)),
    read('subnets', () => network.subnetZones(subnetIds)),
    read('zones of the endpoint service', () => network.serviceZones(serviceName)),
  ]);
  return { ingressRules, subnetZones, serviceZones } satisfies Partial<PreflightFacts>;
}

type ProjectFacts = Pick<PreflightFacts, 'clusters' | 'regionalMode' | 'services' | 'sameRegion'>;

/**
 * While a link is created, Atlas is asked only for unknown data: its AWS services have just been listed, and the
 * clusters are read with their connection strings. The services of other clouds are read by the doctor only.
 */
async function factsAtLink(
  { atlas, network }: GatherPreflightDependencies,
  read: Read,
  endpoint: VpcEndpoint,
  { projectId, service, services, readsClusters }: PreflightLink,
): Promise<ProjectFacts> {
  const sameRegion = await inSameRegion(network, read, { endpoint, service, services });
  const facts = { endpoint, projectId, service, services, sameRegion, ...NOT_READ };
  const mayBreak = singleRegionRule({ ...facts, regionalMode: false }) !== undefined;
  const [clusters, regionalMode] = await Promise.all([
    readsClusters ? read('clusters', () => atlas.listClusters(projectId)) : undefined,
    mayBreak ? read('regional mode', () => atlas.isRegionalModeEnabled(projectId)) : undefined,
  ]);
  return { clusters, regionalMode, services, sameRegion };
}

/** EC2 is asked only where the Regions of endpoints decide. */
async function inSameRegion(
  network: NetworkPort,
  read: Read,
  facts: Pick<PreflightFacts, 'endpoint' | 'service' | 'services'>,
): Promise<readonly string[] | undefined> {
  const ids = endpointsToPlace(facts);
  if (ids.length === 0) return [];
  return read('Regions of the other endpoints', () => network.ownEndpoints(ids));
}

const NOT_READ = {
  ingressRules: undefined,
  subnetZones: undefined,
  serviceZones: undefined,
  clusters: undefined,
} as const;

async function projectFacts(
  { atlas, network }: GatherPreflightDependencies,
  read: Read,
  endpoint: VpcEndpoint,
  { projectId, service }: Pick<PreflightFacts, 'projectId' | 'service'>,
) {
  const [clusters, regionalMode, lists] = await Promise.all([
    read('clusters', () => atlas.listClusters(projectId)),
    read('regional mode', () => atlas.isRegionalModeEnabled(projectId)),
    Promise.all(
      CLOUD_PROVIDERS.map((provider) =>
        read(`${provider} endpoint services`, () => atlas.listEndpointServices(projectId, provider)),
      ),
    ),
  ]);
  const services = lists.flatMap((list) => list ?? []);
  const sameRegion = await inSameRegion(network, read, { endpoint, service, services });
  return { clusters, regionalMode, services, sameRegion } satisfies Partial<PreflightFacts>;
}

async function readPart<T>(
  { log, withinTime }: GatherPreflightDependencies,
  about: { readonly endpointId: string; readonly projectId: string; readonly part: string },
  ask: () => Promise<T>,
  unread: UnreadPart[],
): Promise<T | undefined> {
  try {
    return await withinTime(PATIENCE_MILLISECONDS, ask());
  } catch (error) {
    const fields = { ...about, error: error instanceof Error ? error.message : String(error) };
    if (isForPeople(error)) {
      log.warn('preflight check could not be made', fields);
      unread.push({ part: about.part, error: fields.error });
    } else log.debug('preflight check could not be made', fields);
    return undefined;
  }
}

/** A person has to add a missing permission. Throttling is temporary, and an outage shows in more important places. */
function isForPeople(error: unknown): boolean {
  return !(error instanceof AtlasError) || error.kind === 'forbidden' || error.kind === 'authentication';
}

/**
 * Private connection strings of the clusters behind a link. Atlas lists them minutes after AVAILABLE, so an execution
 * may continue to poll until *this* endpoint is listed; that all clusters are idle proves nothing.
 */
import type { LinkDescription } from '../../contract/attributes.js';
import type { ClusterConnectionStrings } from '../../contract/custom-resources.js';
import type { AtlasRegion } from '../../contract/regions.js';
import type { PreflightWarning } from '../../contract/warnings.js';
import type { ConnectionStringsProgress, Observation } from '../../execution-data/observation.js';
import type { LinkExecution, LinkTarget } from '../../execution-data/workflow-input.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { AtlasPort, Cluster, RateBudget } from '../model/ports/atlas.js';
import { type ExecutionTimes, observationOf, type Poll, secondsSince } from '../polling/poll.js';
import { type TransientFailureDependencies, transientFailureOf } from '../polling/transient-failure.js';
import { clusterWarnings } from '../preflight/preflight.js';

/** What to wait for after a link is available. */
export interface WantedStrings {
  readonly timeoutSeconds: number;
  /** Clusters whose missing strings make the execution fail. */
  readonly clusters: readonly string[];
}

export interface AvailableLink {
  readonly poll: Poll<LinkDescription>;
  readonly wanted: WantedStrings;
  /** From the previous poll. */
  readonly connectionStrings?: ConnectionStringsProgress | undefined;
  /** Since when the previous polls have not found the project. */
  readonly notFoundSince?: string | undefined;
  /** Region of the endpoint service. */
  readonly serviceRegionName?: AtlasRegion | undefined;
  readonly budget: RateBudget | undefined;
  readonly now: Date;
}

interface StringsPoll extends Poll<LinkDescription> {
  readonly clusters: readonly ClusterConnectionStrings[];
  readonly warnings?: readonly PreflightWarning[] | undefined;
}

/** @throws AtlasError if clusters that the stack names cannot be read */
export async function pollConnectionStrings(
  deps: TransientFailureDependencies & { readonly atlas: AtlasPort },
  execution: LinkExecution,
  link: AvailableLink,
): Promise<Observation> {
  const { now, wanted } = link;
  const availableSince = link.connectionStrings?.availableSince ?? now.toISOString();
  const times = { startedAt: availableSince, deadline: deadlineOf(execution, availableSince, wanted) };
  const found = await checkClusters(deps, execution, link);
  const settled = settle(found, wanted, times, now);
  const { clusters, message, warnings = [] } = settled;
  deps.log.info('connection strings observed', {
    outcome: settled.outcome,
    listed: clusters.map(({ cluster }) => cluster),
    reason: message,
  });
  return {
    ...observationOf(settled, times, now, link.budget),
    connectionStrings: {
      availableSince,
      clusters,
      message,
      ...(warnings.length === 0 ? {} : { warnings }),
    },
  };
}

/** The strings' own time-out, but never later than the deadline of the execution. */
function deadlineOf(
  execution: LinkExecution,
  availableSince: string,
  { timeoutSeconds }: WantedStrings,
): string {
  const own = Date.parse(availableSince) + timeoutSeconds * 1000;
  return new Date(Math.min(own, Date.parse(execution.deadline))).toISOString();
}

async function checkClusters(
  deps: TransientFailureDependencies & { readonly atlas: AtlasPort },
  { target }: LinkExecution,
  { poll, wanted, serviceRegionName, notFoundSince, now }: AvailableLink,
): Promise<StringsPoll> {
  try {
    const all = await deps.atlas.listClusters(target.projectId);
    const warnings = warningsOf(all, target, serviceRegionName);
    return { ...judge(all, target, serviceRegionName, wanted, poll), warnings };
  } catch (error) {
    // No string was requested by name: a working link must not fail because a role is missing.
    if (error instanceof AtlasError && !error.transient && wanted.clusters.length === 0) {
      return { ...poll, clusters: [], message: error.message, advice: error.advice };
    }
    const transientFailure = transientFailureOf(error, deps, { notFoundSince, now });
    return { ...poll, outcome: 'pending', clusters: [], ...transientFailure };
  }
}

function warningsOf(
  all: readonly Cluster[],
  { cloudProvider }: LinkTarget,
  regionName: AtlasRegion | undefined,
): readonly PreflightWarning[] {
  return regionName === undefined ? [] : clusterWarnings({ cloudProvider, regionName }, all);
}

function judge(
  all: readonly Cluster[],
  target: LinkTarget,
  serviceRegionName: AtlasRegion | undefined,
  wanted: WantedStrings,
  poll: Poll<LinkDescription>,
): StringsPoll {
  const clusters = all.flatMap((cluster) => stringsFor(cluster, target.endpointId));
  const isListed = (name: string) => clusters.some(({ cluster }) => cluster === name);
  const expected = all.filter((cluster) => isReachable(cluster, target, serviceRegionName));
  const missing = new Set(
    [...wanted.clusters, ...expected.map(({ name }) => name)].filter((name) => !isListed(name)),
  );
  if (missing.size === 0) return { ...poll, clusters };
  const reasons = [...missing].map((name) => reasonFor(name, all));
  return {
    ...poll,
    outcome: 'pending',
    clusters,
    message: `Atlas lists no private connection strings for endpoint ${target.endpointId} yet: ${reasons.join('; ')}.`,
    advice:
      'A cluster has them once every Region of its nodes has an available link; shared tiers never have, and a paused cluster has to be resumed.',
  };
}

export function stringsFor(
  { name, privateEndpoints }: Cluster,
  endpointId: string,
): ClusterConnectionStrings[] {
  const strings = privateEndpoints.find(({ endpointIds }) => endpointIds.includes(endpointId));
  if (strings === undefined) return [];
  const { srv, standard, srvShardOptimized } = strings;
  return [{ cluster: name, srv, standard, srvShardOptimized }];
}

/**
 * True if the cluster is certain to be listed for this endpoint alone: a cluster of several Regions waits for the other
 * Regions' links.
 */
export function isReachable(
  { regions, isPaused, stateName }: Cluster,
  { cloudProvider }: Pick<LinkTarget, 'cloudProvider'>,
  serviceRegionName: AtlasRegion | undefined,
): boolean {
  const isHere = (region: Cluster['regions'][number]) =>
    region.cloudProvider === cloudProvider && region.regionName === serviceRegionName;
  return regions.length > 0 && regions.every(isHere) && !isPaused && stateName !== 'DELETING';
}

function reasonFor(name: string, all: readonly Cluster[]): string {
  const cluster = all.find((one) => one.name === name);
  if (cluster === undefined) return `the project has no cluster ${name}`;
  const regions = [...new Set(cluster.regions.map(({ regionName }) => regionName))].join(', ');
  return `cluster ${name} is ${cluster.isPaused ? 'paused' : cluster.stateName}, with nodes in ${regions}`;
}

/** At the deadline, only missing strings that the stack reads by name make the deployment fail. */
function settle(
  poll: StringsPoll,
  { clusters: required }: WantedStrings,
  times: ExecutionTimes,
  now: Date,
): StringsPoll {
  if (poll.outcome !== 'pending' || secondsSince(times.deadline, now) < 0) return poll;
  const isListed = (name: string) => poll.clusters.some(({ cluster }) => cluster === name);
  const outcome = required.every(isListed) ? 'available' : 'timed-out';
  const minutes = Math.round(secondsSince(times.startedAt, now) / 60);
  return { ...poll, outcome, message: `${poll.message} The link has been available for ${minutes} min.` };
}

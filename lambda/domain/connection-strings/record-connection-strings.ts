/**
 * Connection strings in the registry: new ones are written and published, and those that Atlas no longer lists are
 * deleted.
 */
import { inCloudFormation } from '../../contract/cloudformation-spelling.js';
import {
  type ClusterConnectionStrings,
  CONNECTION_STRING_KINDS,
  type ConnectionStringKind,
} from '../../contract/custom-resources.js';
import { Metric } from '../../contract/metrics.js';
import {
  CONNECTION_STRINGS_CHANGED,
  type ConnectionStringsChangedDetail,
} from '../../contract/published-event.js';
import { ADVANCED_PARAMETER_BYTES, connectionStringParameterName } from '../../contract/registry.js';
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import { ItemRefusedError } from '../model/errors/item-refused-error.js';
import type { ClockPort } from '../model/ports/clock.js';
import type { EventPort } from '../model/ports/events.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import type { RegistryPort } from '../model/ports/registry.js';

export interface RecordStringsDependencies {
  readonly registry: RegistryPort;
  readonly events: EventPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** What Atlas currently lists for an endpoint. */
export interface StringsToRecord {
  readonly target: LinkTarget;
  readonly executionArn: string;
  readonly clusters: readonly ClusterConnectionStrings[];
  /** Which strings are missing and why; empty if none is. */
  readonly message: string;
  /** An earlier attempt may have failed after its write, so stored strings are published again. */
  readonly isRetry: boolean;
}

type PublishedCluster = ConnectionStringsChangedDetail['clusters'][number];

export interface RecordedStrings {
  /** True if something was written or deleted, and published. */
  readonly changed: boolean;
  /** Why Parameter Store refuses the strings of some clusters; those of other clusters are stored. */
  readonly refused: readonly string[];
}

/**
 * Repeatable: stored strings are not written or published again. If Parameter Store refuses a cluster's name or
 * strings, the other clusters are not affected.
 *
 * @throws RegistryUnavailableError, and if the event cannot be published
 */
export async function recordConnectionStrings(
  deps: RecordStringsDependencies,
  listed: StringsToRecord,
): Promise<RecordedStrings> {
  const { endpointId } = listed.target;
  const stored = await deps.registry.connectionStrings(endpointId);
  const removed = stored
    .map(({ cluster }) => cluster)
    .filter((name) => !listed.clusters.some(({ cluster }) => cluster === name));
  const changed = listed.clusters.filter((cluster) => !isStored(cluster, stored));
  if (listed.message !== '') deps.metrics.count(Metric.CONNECTION_STRINGS_MISSING);
  const mayBeUnpublished = listed.isRetry && listed.clusters.length > 0;
  const refused = new Map<string, string>();
  for (const cluster of changed) {
    const reason = await refusalOf(deps, endpointId, cluster);
    if (reason !== undefined) refused.set(cluster.cluster, reason);
  }
  const result = { refused: [...refused.values()] };
  const written = changed.filter(({ cluster }) => !refused.has(cluster));
  if (written.length === 0 && removed.length === 0 && !mayBeUnpublished) return { ...result, changed: false };
  if (removed.length > 0) await deps.registry.removeConnectionStrings(endpointId, removed);
  // Published after the write, so that consumers of the event find the parameters that it names.
  const detail = detailOf(listed, removed, refused, deps.clock.now());
  await deps.events.publish({ type: CONNECTION_STRINGS_CHANGED, detail }, listed.executionArn);
  deps.metrics.count(Metric.CONNECTION_STRINGS_CHANGED);
  const names = written.map(({ cluster }) => cluster);
  deps.log.info('connection strings recorded', {
    endpointId,
    changed: names,
    removed,
    reason: listed.message,
  });
  return { ...result, changed: true };
}

/** @returns why Parameter Store refuses the strings; undefined if it accepted them */
async function refusalOf(
  deps: RecordStringsDependencies,
  endpointId: string,
  cluster: ClusterConnectionStrings,
): Promise<string | undefined> {
  try {
    // A name with a slash would be a path below another cluster.
    if (cluster.cluster === '' || cluster.cluster.includes('/'))
      throw new ItemRefusedError(`${JSON.stringify(cluster.cluster)} is not a valid cluster name.`);
    await store(deps, endpointId, cluster);
    return undefined;
  } catch (error) {
    if (!(error instanceof ItemRefusedError)) throw error;
    const { message } = error;
    deps.metrics.count(Metric.CONNECTION_STRINGS_MISSING);
    deps.log.warn('connection strings of a cluster cannot be stored', {
      endpointId,
      cluster: cluster.cluster,
      reason: message,
    });
    return message;
  }
}

function isStored(cluster: ClusterConnectionStrings, stored: readonly ClusterConnectionStrings[]): boolean {
  const before = stored.find((one) => one.cluster === cluster.cluster);
  return (
    before !== undefined &&
    CONNECTION_STRING_KINDS.every((kind) => before[kind] === cluster[kind] || isTooLarge(cluster[kind]))
  );
}

function isTooLarge(value: string): boolean {
  return Buffer.byteLength(value) > ADVANCED_PARAMETER_BYTES;
}

async function store(
  { registry, log }: RecordStringsDependencies,
  endpointId: string,
  cluster: ClusterConnectionStrings,
): Promise<void> {
  for (const kind of CONNECTION_STRING_KINDS) {
    const value = cluster[kind];
    // A parameter cannot be empty, and one from an earlier type of the cluster must not remain.
    if (value === '') await registry.removeConnectionString(endpointId, cluster.cluster, kind);
    else if ((await registry.putConnectionString(endpointId, cluster.cluster, kind, value)) === '')
      log.warn('connection string is too large for a parameter', {
        endpointId,
        cluster: cluster.cluster,
        kind,
        bytes: Buffer.byteLength(value),
        advice: 'Use the SRV string, which leads to the same nodes.',
      });
  }
}

function detailOf(
  { target, clusters, message }: StringsToRecord,
  removedClusters: readonly string[],
  refused: ReadonlyMap<string, string>,
  now: Date,
): ConnectionStringsChangedDetail {
  const { projectId, endpointServiceId, endpointId, region, account = '' } = target;
  return {
    version: '1',
    projectId,
    endpointServiceId,
    endpointId,
    region,
    account,
    clusters: clusters.map((cluster) => withParameters(endpointId, cluster, !refused.has(cluster.cluster))),
    removedClusters,
    message: [message, ...refused.values()].filter((text) => text !== '').join(' '),
    changedAt: now.toISOString(),
  };
}

function withParameters(
  endpointId: string,
  cluster: ClusterConnectionStrings,
  isStored: boolean,
): PublishedCluster {
  const nameOf = (kind: ConnectionStringKind) =>
    !isStored || cluster[kind] === '' || isTooLarge(cluster[kind])
      ? ''
      : connectionStringParameterName(endpointId, cluster.cluster, kind);
  const parameters = {
    srv: nameOf('srv'),
    standard: nameOf('standard'),
    srvShardOptimized: nameOf('srvShardOptimized'),
  };
  return { ...inCloudFormation(cluster), parameters: inCloudFormation(parameters) };
}

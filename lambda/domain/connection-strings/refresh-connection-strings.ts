import type { ClusterConnectionStrings } from '../../contract/custom-resources.js';
import type { LinkTarget } from '../../execution-data/workflow-input.js';
import type { Cluster } from '../model/ports/atlas.js';
import { stringsFor } from './connection-strings.js';
import {
  type RecordedStrings,
  type RecordStringsDependencies,
  recordConnectionStrings,
} from './record-connection-strings.js';

/**
 * Brings the stored strings of an available link up to date. A cluster that is being changed may list none for a while:
 * what is stored of it stays until it has settled.
 *
 * @throws RegistryUnavailableError, and when the event cannot be published
 */
export async function refreshConnectionStrings(
  deps: RecordStringsDependencies,
  target: LinkTarget,
  executionArn: string,
  clusters: readonly Cluster[],
): Promise<RecordedStrings> {
  const listed = clusters.flatMap((cluster) => stringsFor(cluster, target.endpointId));
  const retained = await storedOfUnsettled(deps, target.endpointId, clusters, listed);
  const all = [...listed, ...retained];
  return recordConnectionStrings(deps, { target, executionArn, clusters: all, message: '', isRetry: false });
}

async function storedOfUnsettled(
  { registry }: RecordStringsDependencies,
  endpointId: string,
  clusters: readonly Cluster[],
  listed: readonly ClusterConnectionStrings[],
): Promise<readonly ClusterConnectionStrings[]> {
  const unsettled = clusters.filter(
    ({ name, stateName }) => stateName !== 'IDLE' && !listed.some(({ cluster }) => cluster === name),
  );
  if (unsettled.length === 0) return [];
  const stored = await registry.connectionStrings(endpointId);
  return stored.filter(({ cluster }) => unsettled.some(({ name }) => name === cluster));
}

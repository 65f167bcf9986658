import type { LinkTarget } from '../../execution-data/workflow-input.js';
import type { ListedStrings } from './listed-strings.js';
import {
  type RecordedStrings,
  type RecordStringsDependencies,
  recordConnectionStrings,
} from './record-connection-strings.js';

export interface RefreshedStrings extends RecordedStrings {
  /** True if the stored strings are exactly those that the clusters list. */
  readonly isComplete: boolean;
}

/**
 * Updates the stored strings of an available link. A cluster that is being changed may list none for a while: its
 * stored strings are kept until the change has ended.
 *
 * @throws RegistryUnavailableError, and if the event cannot be published
 */
export async function refreshConnectionStrings(
  deps: RecordStringsDependencies,
  target: LinkTarget,
  executionArn: string,
  listed: ListedStrings,
): Promise<RefreshedStrings> {
  const { endpointId } = target;
  const unsettled = listed.unsettledWithout(endpointId);
  const stored = unsettled.length === 0 ? [] : await deps.registry.connectionStrings(endpointId);
  const retained = stored.filter(({ cluster }) => unsettled.includes(cluster));
  const clusters = [...listed.of(endpointId), ...retained];
  const recorded = await recordConnectionStrings(deps, {
    target,
    executionArn,
    clusters,
    message: '',
    isRetry: false,
  });
  return { ...recorded, isComplete: recorded.refused.length === 0 && retained.length === 0 };
}

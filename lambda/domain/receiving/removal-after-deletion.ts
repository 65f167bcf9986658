import type { Trigger } from '../executions/trigger.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import type { RegistryPort } from '../model/ports/registry.js';
import { holderOf, type OwnAutomation } from '../model/values/own-record.js';
import type { Removal } from '../unlinking/unlink-endpoint.js';

export interface DeletionDependencies extends OwnAutomation {
  readonly registry: Pick<RegistryPort, 'find'>;
}

/**
 * Returns the removal after a deletion event. If the record does not confirm the deletion, a registry record of our own
 * is required.
 *
 * @param isConfirmed the record says that EC2 has deleted the endpoint
 * @returns undefined if nothing proves the deletion
 */
export async function removalAfterDeletion(
  deps: DeletionDependencies,
  trigger: Trigger,
  isConfirmed: boolean,
): Promise<Removal | undefined> {
  const removal = { ...trigger, cause: 'endpoint-deleted' } as const;
  if (isConfirmed) return { ...removal, evidence: 'deletion' };
  const isUnproven = await unlessUnreadable(
    async () => {
      const record = await deps.registry.find(trigger.endpointId);
      return record === undefined || holderOf(record, deps) === 'nobody';
    },
    // An unreadable record causes no dead-letter message: the removal ignores it, and says so.
    () => false,
  );
  return isUnproven ? undefined : removal;
}

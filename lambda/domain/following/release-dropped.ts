/**
 * The end of a registration that was dropped: nothing was registered, or what was registered belongs to somebody else by
 * now. Its claim is removed, so that the registry does not say that the endpoint is being linked.
 */
import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { type EndWaitingDependencies, endWaiting } from '../awaiting/end-waiting.js';
import { unlessUnreadable } from '../model/errors/unreadable-record-error.js';
import { executionNameOf, placeOfExecution } from '../model/execution-name.js';
import type { RegistryPort } from '../model/ports/registry.js';
import type { Place } from '../model/values/place.js';
import { releaseClaim } from '../registry/link-registry.js';

export interface ReleaseDroppedDependencies extends EndWaitingDependencies {
  /** Service name of the automation. */
  readonly owner: string;
  /** Undefined for custom resources, whose registrations are never dropped. */
  readonly registry?: RegistryPort | undefined;
  /** Account and Region of a member's endpoint. Default: those of the execution. */
  readonly place?: Place | undefined;
}

/**
 * It may be called again. An execution that has waited for its acceptance leaves neither an item nor a notification. A
 * record that cannot be read, or that another execution or automation has, is not changed.
 *
 * @returns true if the registry had the claim
 * @throws RegistryUnavailableError
 */
export async function releaseDropped(
  deps: ReleaseDroppedDependencies,
  { executionArn, input }: { readonly executionArn: string; readonly input: LinkExecution },
): Promise<boolean> {
  const { owner, registry, place, log } = deps;
  const { endpointId } = input.target;
  if (input.awaitsAcceptance === true) await endWaiting(deps, endpointId, undefined);
  if (registry === undefined) return false;
  const own = { registry, owner, ...(place ?? placeOfExecution(executionArn)) };
  const isReleased = await unlessUnreadable(
    () => releaseClaim(own, endpointId, executionNameOf(executionArn)),
    ({ message }) => {
      log.warn('the record of the link cannot be read, and stays unchanged', { endpointId, reason: message });
      return false;
    },
  );
  log.info(isReleased ? 'claim removed' : 'the claim is of another execution', { endpointId });
  return isReleased;
}

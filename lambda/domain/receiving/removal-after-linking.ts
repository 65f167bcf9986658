import type { Trigger } from '../executions/trigger.js';
import type { LinkEndpointResult } from '../linking/begin-link.js';
import type { Removal } from '../unlinking/unlink-endpoint.js';
import { type DisappearedDependencies, hasDisappeared } from './disappeared.js';

export interface RemovalRules extends DisappearedDependencies {
  /** True: remove the link of an endpoint that is no longer selected. */
  readonly unlinkDeselected: boolean;
}

/**
 * The deletion event may have come first, and found nothing to remove; or the endpoint was deleted between the poll and
 * the registration. A deletion after this poll causes an event that finds the link. If EC2 shows the endpoint as
 * deleted, this is evidence only together with a record of our own, or with the link that this call has just created.
 * If EC2 does not show it, this is no evidence.
 *
 * @param event what has happened to the endpoint
 * @param result result of the attempt to link it
 * @returns the removal that is wanted now; undefined if there is none
 */
export async function removalAfterLinking(
  rules: RemovalRules,
  event: 'created' | 'tagged',
  trigger: Trigger,
  result: LinkEndpointResult,
): Promise<Removal | undefined> {
  if (result.kind === 'ignored' && result.reason === 'no-longer-exists')
    return { ...trigger, cause: 'endpoint-deleted' };
  if (result.kind === 'ignored' && result.reason === 'not-selected' && event === 'tagged')
    return rules.unlinkDeselected ? { ...trigger, cause: 'deselected' } : undefined;
  if (result.kind !== 'linking' || !(await hasDisappeared(rules, trigger))) return undefined;
  const evidence = result.hasMade ? 'registration' : undefined;
  return { ...trigger, evidence, cause: 'endpoint-deleted' };
}

import type { Trigger } from '../executions/trigger.js';
import type { LinkEndpointResult } from '../linking/begin-link.js';
import type { Removal } from '../unlinking/unlink-endpoint.js';
import { type DisappearedDependencies, hasDisappeared } from './disappeared.js';

export interface RemovalRules extends DisappearedDependencies {
  /** Remove the link of an endpoint that is no longer selected. */
  readonly unlinkDeselected: boolean;
}

/**
 * The event of the deletion may have come first, and found nothing to remove; or the endpoint went between the poll and
 * the registration. A deletion after this poll brings an event that finds the link. That EC2 shows the endpoint as deleted
 * is evidence only together with a record of our own, or with the link that this call has just made; that EC2 does not
 * show it is none.
 *
 * @param event what has happened to the endpoint
 * @param result what the attempt to link it has come to
 * @returns the removal that is wanted now, undefined where none is
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

/** What earlier requests about a resource say of what there is. Pure. */
import type { RespondTo } from '../../contract/workflow-input.js';
import { verdictOf } from '../model/verdict.js';
import type { WorkflowState } from '../model/workflow-state.js';

/**
 * What the run of an earlier request says of the last create of the resource, where CloudFormation deletes by an id of its
 * own making: it does so again after a Delete that has failed.
 *
 * @returns `made`: this is the create; `none`: what it had made has been removed; `unknown`: an earlier one has to say
 */
export function wordOnCreation(run: WorkflowState): 'made' | 'none' | 'unknown' {
  const { requestType } = run.input.respondTo ?? {};
  if (requestType === 'Create') return 'made';
  return requestType !== 'Delete' || isRemoved(run) ? 'none' : 'unknown';
}

/** Of a Delete that was stopped, or has failed, what it was to remove may be there. */
function isRemoved(run: WorkflowState): boolean {
  const { outcome } = verdictOf(run);
  return outcome === 'gone' || outcome === 'kept';
}

/**
 * Of two requests about one resource, the one that was issued later is what the stack wants. What a Delete names, it may
 * remove at any time.
 *
 * @returns whether a request that was issued then overtakes this one; undefined where none can
 */
export function overtakes({
  issuedAt,
  requestType,
}: RespondTo): ((other: string | undefined) => boolean) | undefined {
  if (requestType === 'Delete' || issuedAt === undefined) return undefined;
  return (other) => other !== undefined && Date.parse(other) > Date.parse(issuedAt);
}

/** Whether CloudFormation has signed the request after a run began; false where it does not say when. */
export function isIssuedAfter({ issuedAt }: RespondTo, startedAt: Date): boolean {
  return issuedAt !== undefined && new Date(issuedAt) > startedAt;
}

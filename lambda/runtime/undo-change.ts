import type { Creation, Prepared, Undone } from '../contract/workflow.js';
import type { LinkRun, ServiceRun } from '../contract/workflow-input.js';
import { undoLinkChange } from '../domain/declared/change-link.js';
import { appliedOf, unansweredIn } from '../domain/declared/change-record.js';
import { undoRegionalModeChange } from '../domain/declared/change-regional-mode.js';
import { lookBefore, restoreRemoteRegions, undoCreatedService } from '../domain/declared/change-service.js';
import { isCreatedSince } from '../domain/declared/possible-effect.js';
import { findService } from '../domain/following/observe-service.js';
import type { RemoveLinkDependencies } from '../domain/unlinking/remove-link.js';
import { isLinkState, isRegionalModeState, isServiceState, type WorkflowState } from './workflow-state.js';

export type UndoDependencies = RemoveLinkDependencies;

export type RunState = WorkflowState & {
  /** Name of the run. */
  readonly run: string;
  readonly executionArn: string;
};

const NOTHING: Undone = { undone: false };

/**
 * Removes what this run has created, by its id, and gives back what it has changed. That is what its records say, or a
 * look after a request without a response, where the look before it had found nothing. What cannot be decided is left,
 * and the answer says so.
 */
export async function undoChange(deps: UndoDependencies, state: RunState): Promise<Undone> {
  const { prepared } = state;
  if (state.input.change?.kind === 'delete' || prepared === undefined) return NOTHING;
  if (isRegionalModeState(state))
    return hasChanged(state) ? undoRegionalModeChange(deps.atlas, state.input, prepared) : NOTHING;
  if (isServiceState(state)) return undoService(deps, state, prepared);
  return isLinkState(state) ? undoLink(deps, state, state.run) : NOTHING;
}

/** Apply change that was cut off says nothing of what it has sent. */
function hasChanged(state: WorkflowState): boolean {
  const applied = appliedOf(state);
  return applied === undefined ? state.prepared?.again === undefined : applied.changed === true;
}

async function undoService(
  deps: UndoDependencies,
  state: WorkflowState<ServiceRun>,
  prepared: Prepared,
): Promise<Undone> {
  const found = await foundCreation(
    state,
    async () => (await findService(deps.atlas, state.input.target))?.endpointServiceId,
    (id) => isCreatedSince(id, lookBefore(state.input, prepared)),
  );
  if (found.creation !== undefined) return undoCreatedService(deps, state.input, found.creation);
  if (prepared.existed && hasChanged(state)) return restoreRemoteRegions(deps.atlas, state.input, prepared);
  return leftOpen(found, `endpoint service ${found.standing ?? `in ${state.input.target.regionName}`}`);
}

async function undoLink(deps: UndoDependencies, state: WorkflowState<LinkRun>, run: string): Promise<Undone> {
  const { target } = state.input;
  const found = await foundCreation(
    state,
    async () => ((await deps.atlas.findLink(target)) === undefined ? undefined : target.endpointServiceId),
    () => state.prepared?.contradicted !== true,
  );
  if (found.creation !== undefined) return undoLinkChange(deps, state.input, run);
  return leftOpen(found, `link of ${target.endpointId}`);
}

interface FoundCreation {
  readonly creation: Creation | undefined;
  /** A request to create it had no response. */
  readonly isOpen: boolean;
  /** What is there now, where nobody can tell whose it is. */
  readonly standing?: string | undefined;
}

/**
 * @param look for what this run may have created; asked only where no record says
 * @param mayBeOwn whether what it finds can be the effect of a request after the look before
 */
async function foundCreation(
  state: WorkflowState,
  look: () => Promise<string | undefined>,
  mayBeOwn: (endpointServiceId: string) => boolean,
): Promise<FoundCreation> {
  const creation = appliedOf(state)?.creation ?? state.prepared?.creation;
  const unanswered = unansweredIn(state);
  if (creation !== undefined || unanswered === undefined) return { creation, isOpen: false };
  const standing = await look();
  if (standing !== undefined && unanswered === 'open' && mayBeOwn(standing))
    return { creation: { endpointServiceId: standing, evidence: 'look' }, isOpen: true };
  // After a look that had found nothing, only what is there now is worth a word.
  return { creation: undefined, isOpen: unanswered === 'open' || standing !== undefined, standing };
}

function leftOpen({ isOpen, standing }: FoundCreation, what: string): Undone {
  if (!isOpen) return NOTHING;
  const reason =
    standing === undefined
      ? 'and it is not there now'
      : 'and a look after that found nothing, so that it may be of somebody else';
  return {
    undone: false,
    left: `What may be left in Atlas: ${what}. A request to create it had no response, ${reason}.`,
  };
}

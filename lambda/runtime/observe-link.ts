import {
  type Applied,
  CONNECTION_STRINGS_PHASE,
  type Observation,
  type WorkflowTaskPayload,
} from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { followConnectionStrings } from '../domain/follow-connection-strings.js';
import { emptyDescription } from '../domain/link-description.js';
import { type ObserveLinkDependencies, observeLink } from '../domain/observe-link.js';
import { observeRegionalMode } from '../domain/observe-regional-mode.js';
import { observeService } from '../domain/observe-service.js';
import type { Observability } from './observability.js';
import {
  correlationOf,
  InvalidWorkflowInputError,
  isLinkState,
  isRegionalModeState,
  isServiceState,
  readWorkflowState,
  type WorkflowState,
} from './workflow-state.js';

export type ObserveDependencies = ObserveLinkDependencies & { readonly observability: Observability };

/** @throws InvalidWorkflowInputError, AtlasError: the workflow's Catch concludes the run as failed */
export async function observe(
  deps: ObserveDependencies,
  { executionArn, state: rawState, phase }: WorkflowTaskPayload,
): Promise<Observation<unknown>> {
  const state = readWorkflowState(rawState);
  const { observation, prepared, applied, retried } = state;
  deps.observability.correlate(correlationOf(executionArn, state.input));
  if (isServiceState(state)) return refusedBy(applied, await observeService(deps, state.input));
  if (isRegionalModeState(state)) {
    const updateSeen = observation?.updateSeen === true;
    return observeRegionalMode(deps, state.input, { prepared, applied, updateSeen });
  }
  if (!isLinkState(state))
    throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
  if (phase === CONNECTION_STRINGS_PHASE) return follow(deps, state);
  if (applied?.dropped !== undefined) return dropped(deps, state.input, applied.dropped);
  const look = await observeLink(deps, state.input, {
    observedAt: observation === undefined ? undefined : new Date(observation.observedAt),
    connectionStrings: observation?.connectionStrings,
    serviceRegionName: prepared?.serviceRegionName,
    retried,
  });
  return applied?.kept === true ? kept(look) : look;
}

/** What the earlier states have found stands in the state beside what this phase finds. */
function follow(deps: ObserveDependencies, state: WorkflowState<LinkRun>): Promise<Observation> {
  const { input, observation, connectionStringsLook } = state;
  return followConnectionStrings(deps, input, {
    description: observation?.description ?? emptyDescription(input.target),
    connectionStrings: connectionStringsLook?.connectionStrings,
  });
}

/** Somebody else was quicker than the change, and what they made is not to be adopted: nothing to wait for. */
function refusedBy<Description>(
  applied: Applied | undefined,
  look: Observation<Description>,
): Observation<Description> {
  const refusal = applied?.refusal;
  return refusal === undefined ? look : { ...look, outcome: 'failed', message: refusal, advice: '' };
}

/** Whoever has the link by now looks at it. */
function dropped({ clock, log }: ObserveDependencies, { target }: LinkRun, message: string): Observation {
  log.info('removal dropped', { reason: message });
  return {
    outcome: 'dropped',
    waitSeconds: 0,
    observedAt: clock.now().toISOString(),
    description: emptyDescription(target),
    message,
    advice: '',
  };
}

/** The last link of its service was not removed: nothing to wait for. */
function kept(look: Observation): Observation {
  return {
    ...look,
    outcome: 'kept',
    message:
      'The link was kept: it is the last of its endpoint service, and Atlas would remove the service with it.',
    advice: 'Remove it in Atlas if the endpoint service is no longer needed, or set LastLink to remove.',
  };
}

import type { Observation, WorkflowTaskPayload } from '../contract/workflow.js';
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
} from './workflow-state.js';

export type ObserveDependencies = ObserveLinkDependencies & { readonly observability: Observability };

/** @throws InvalidWorkflowInputError, AtlasError: the workflow's Catch concludes the run as failed */
export async function observe(
  deps: ObserveDependencies,
  { executionArn, state: rawState }: WorkflowTaskPayload,
): Promise<Observation<unknown>> {
  const state = readWorkflowState(rawState);
  const { observation, prepared, applied, retried } = state;
  deps.observability.correlate(correlationOf(executionArn, state.input));
  if (isServiceState(state)) return observeService(deps, state.input);
  if (isRegionalModeState(state)) {
    const updateSeen = observation?.updateSeen === true;
    return observeRegionalMode(deps, state.input, { prepared, applied, updateSeen });
  }
  if (!isLinkState(state))
    throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
  const look = await observeLink(deps, state.input, {
    observedAt: observation === undefined ? undefined : new Date(observation.observedAt),
    connectionStrings: observation?.connectionStrings,
    serviceRegionName: prepared?.serviceRegionName,
    retried,
  });
  return applied?.kept === true ? kept(look) : look;
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

import {
  type Applied,
  CONNECTION_STRINGS_PHASE,
  type Observation,
  type WorkflowTaskPayload,
} from '../contract/workflow.js';
import type { LinkRun, ServiceRun, WorkflowInput } from '../contract/workflow-input.js';
import { observeChange } from '../domain/declared/observe-change.js';
import { followConnectionStrings } from '../domain/following/follow-connection-strings.js';
import { type ObserveLinkDependencies, observeLink } from '../domain/following/observe-link.js';
import { observeRegionalMode } from '../domain/following/observe-regional-mode.js';
import { emptyService, observeService } from '../domain/following/observe-service.js';
import { emptyDescription } from '../domain/model/link-description.js';
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
  deps.observability.correlate(correlationOf(executionArn, state.input));
  if (phase === CONNECTION_STRINGS_PHASE && isLinkState(state)) return follow(deps, state);
  if (state.applied?.dropped !== undefined && isLinkState(state))
    return dropped(deps, state.input, state.applied.dropped);
  const nothing = emptyDescriptionOf(state.input.target);
  return (
    observeChange(state.applied, state.input, deps.clock.now(), nothing, deps.log) ?? lookAt(deps, state)
  );
}

function lookAt(deps: ObserveDependencies, state: WorkflowState): Promise<Observation<unknown>> {
  const { observation, prepared, applied } = state;
  // Waiting before the change is no look.
  const notFoundSince = observation?.outcome === 'again' ? undefined : observation?.notFoundSince;
  if (isServiceState(state)) return observeService(deps, ofTheSame(state.input, applied), { notFoundSince });
  if (isRegionalModeState(state)) {
    const updateSeen = observation?.updateSeen === true;
    return observeRegionalMode(deps, state.input, { prepared, applied, updateSeen, notFoundSince });
  }
  if (isLinkState(state)) return lookAtLink(deps, state);
  throw new InvalidWorkflowInputError('The workflow input has a target of unknown kind.');
}

/** The service that was created or adopted, whatever else may come to be in its Region. */
function ofTheSame(run: ServiceRun, applied: Applied | undefined): ServiceRun {
  const endpointServiceId = applied?.endpointServiceId ?? run.target.endpointServiceId;
  return { ...run, target: { ...run.target, endpointServiceId } };
}

async function lookAtLink(
  deps: ObserveDependencies,
  { input, observation, prepared, applied, retried }: WorkflowState<LinkRun>,
): Promise<Observation> {
  // Waiting before the change is no look at a link.
  const isLook = observation !== undefined && observation.outcome !== 'again';
  const look = await observeLink(deps, input, {
    observedAt: isLook ? new Date(observation.observedAt) : undefined,
    missingSince: isLook ? observation.missingSince : undefined,
    endpointMissingSince: isLook ? observation.endpointMissingSince : undefined,
    notFoundSince: isLook ? observation.notFoundSince : undefined,
    connectionStrings: observation?.connectionStrings,
    serviceRegionName: prepared?.serviceRegionName,
    createdAt: applied?.at,
    retried,
  });
  return applied?.kept === true ? kept(look) : look;
}

function emptyDescriptionOf(target: WorkflowInput['target']): object {
  switch (target.kind) {
    case 'link':
      return emptyDescription(target);
    case 'service':
      return emptyService(target);
    case 'regional-mode':
      return { ProjectId: target.projectId, Enabled: false };
  }
}

/** What the earlier states have found stands in the state beside what this phase finds. */
function follow(deps: ObserveDependencies, state: WorkflowState<LinkRun>): Promise<Observation> {
  const { input, observation, connectionStringsLook } = state;
  return followConnectionStrings(deps, input, {
    description: observation?.description ?? emptyDescription(input.target),
    connectionStrings: connectionStringsLook?.connectionStrings,
  });
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

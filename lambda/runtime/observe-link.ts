import type { Observation, WorkflowTaskPayload } from '../contract/workflow.js';
import { type ObserveLinkDependencies, observeLink } from '../domain/observe-link.js';
import type { Observability } from './observability.js';
import { executionNameOf, readWorkflowState } from './workflow-state.js';

export type ObserveDependencies = ObserveLinkDependencies & { readonly observability: Observability };

/** @throws InvalidWorkflowInputError, AtlasError: the workflow's Catch concludes the run as failed */
export async function observe(deps: ObserveDependencies, payload: WorkflowTaskPayload): Promise<Observation> {
  const { input, observation } = readWorkflowState(payload.state);
  deps.observability.correlate({
    endpointId: input.target.endpointId,
    projectId: input.target.projectId,
    executionName: executionNameOf(payload.executionArn),
  });
  return observeLink(deps, input, observation === undefined ? undefined : new Date(observation.observedAt));
}

import { CONNECTION_STRINGS_PHASE } from '../contract/workflow.js';
import type { PollDependencies as KindDependencies } from '../domain/declared/kinds/resource-kind.js';
import { pollExecution } from '../domain/declared/poll-execution.js';
import { followConnectionStrings } from '../domain/following/follow-connection-strings.js';
import { emptyDescription } from '../domain/model/link-description.js';
import type { WorkflowState } from '../domain/model/workflow-state.js';
import type { Observation } from '../execution-data/observation.js';
import type { Observability } from './observability.js';
import { readTask } from './task-payloads.js';
import { correlationOf, readWorkflowState } from './workflow-state.js';
import { type WrittenObservation, writtenObservation } from './written-observation.js';

export type PollDependencies = KindDependencies & { readonly observability: Observability };

/** @throws InvalidWorkflowInputError, AtlasError: the workflow's Catch concludes the execution as failed */
export async function poll(deps: PollDependencies, payload: unknown): Promise<WrittenObservation> {
  const { executionArn, state: rawState, phase } = readTask(payload);
  const state = readWorkflowState(rawState);
  deps.observability.correlate(correlationOf(executionArn, state));
  // Clusters are checked for a link alone.
  if (phase === CONNECTION_STRINGS_PHASE && state.kind === 'link')
    return writtenObservation(await follow(deps, state));
  return writtenObservation(await pollExecution(deps, state));
}

/** What the earlier states have found stands in the state beside what this phase finds. */
function follow(deps: PollDependencies, state: WorkflowState<'link'>): Promise<Observation> {
  const { input, observation, connectionStringsPoll } = state;
  return followConnectionStrings(deps, input, {
    description: observation?.description ?? emptyDescription(input.target),
    connectionStrings: connectionStringsPoll?.connectionStrings,
  });
}

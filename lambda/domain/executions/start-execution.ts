/**
 * Starts an execution that is certain to be running. Its name is derived from its event, so that a redelivery is the
 * same execution. But Step Functions reserves the name of an execution that has failed, and an event may be delivered
 * again days later.
 */
import type { StartedWith } from '../../execution-data/workflow-input.js';
import { executionName } from '../model/execution-name.js';
import type { ExecutionStatusPort, WorkflowPort } from '../model/ports/executions.js';

export interface StartExecutionDependencies {
  readonly workflow: WorkflowPort;
  readonly executionStates: ExecutionStatusPort;
}

/** `ended`: an execution of that name has ended. */
export type StartedExecution = 'started' | 'running' | 'ended';

/** @param input its times are new: with those of an earlier delivery, an execution could start after its deadline */
export async function startExecution(
  { workflow, executionStates }: StartExecutionDependencies,
  name: string,
  input: StartedWith,
): Promise<StartedExecution> {
  if ((await workflow.start(name, input)) === 'started') return 'started';
  return (await executionStates.stateOf(name)) === 'ended' ? 'ended' : 'running';
}

/** For an execution with a name from {@link nameAfter}: the first name, which is derived from its event. */
export function firstNameOf(name: string): string {
  return name.replace(/_\d+$/, '');
}

/** Each ended execution uses up one name; a person has examined the endpoint long before this limit. */
const MAX_NAMES = 10;

/** Returns the first name, after that of an ended execution, that no ended execution has: the same for all deliveries. */
export async function nameAfter(
  { executionStates }: StartExecutionDependencies,
  endedName: string,
): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = executionName(firstNameOf(endedName), String(number));
    if (number >= MAX_NAMES || (await executionStates.stateOf(name)) !== 'ended') return name;
  }
}

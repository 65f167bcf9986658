/**
 * An execution that is certain to be alive. The name of an execution is made of its event, so that a redelivery is the same execution; but
 * Step Functions keeps the name of an execution that has died, and an event may come again days later.
 */
import type { StartedWith } from '../../execution-data/workflow-input.js';
import { executionName } from '../model/execution-name.js';
import type { ExecutionStatusPort, WorkflowPort } from '../model/ports/executions.js';

export interface StartExecutionDependencies {
  readonly workflow: WorkflowPort;
  readonly executionStates: ExecutionStatusPort;
}

/** `dead`: an execution of that name has ended. */
export type StartedExecution = 'started' | 'running' | 'dead';

/** @param input with times of its own: an execution that inherits those of an earlier delivery may be born after its deadline */
export async function startExecution(
  { workflow, executionStates }: StartExecutionDependencies,
  name: string,
  input: StartedWith,
): Promise<StartedExecution> {
  if ((await workflow.start(name, input)) === 'started') return 'started';
  return (await executionStates.stateOf(name)) === 'ended' ? 'dead' : 'running';
}

/** Of an execution that was started under a name of {@link nameAfter}: the one that its event gives. */
export function firstNameOf(name: string): string {
  return name.replace(/_\d+$/, '');
}

/** Each dead execution takes a name away; a person has checked the endpoint long before. */
const MAX_NAMES = 10;

/** The first name after that of a dead execution which no dead execution has: the same for all deliveries that search for one. */
export async function nameAfter(
  { executionStates }: StartExecutionDependencies,
  deadName: string,
): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = executionName(firstNameOf(deadName), String(number));
    if (number >= MAX_NAMES || (await executionStates.stateOf(name)) !== 'ended') return name;
  }
}

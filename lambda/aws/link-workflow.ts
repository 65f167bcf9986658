import type { ExecutionStatusPort, WorkflowPort } from '../domain/model/ports/executions.js';
import { namingRefusedItem } from './item-refusal.js';
import type { JsonService } from './json-service.js';
import { type StepFunctionsOperations, stepFunctions } from './step-functions.js';

/** The operations of Step Functions that start and inspect executions. */
export type ExecutionOperations = Pick<StepFunctionsOperations, 'DescribeExecution' | 'StartExecution'>;

export function createLinkWorkflow(
  stateMachineArn: string,
  client: JsonService<ExecutionOperations> = stepFunctions(),
): WorkflowPort & ExecutionStatusPort {
  const stateOf: ExecutionStatusPort['stateOf'] = async (name) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const { status } = await namingRefusedItem(name, () =>
        client.call('DescribeExecution', { executionArn }),
      );
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return 'absent';
      throw error;
    }
  };
  return {
    stateOf,
    isRunning: async (name) => (await stateOf(name)) === 'running',
    async start(name, input) {
      try {
        const request = { stateMachineArn, name, input: JSON.stringify(input) };
        await namingRefusedItem(name, () => client.call('StartExecution', request));
        return 'started';
      } catch (error) {
        // A redelivered event: an execution with this name is running or has ended (names are unique for 90 days).
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return 'already-started';
        throw error;
      }
    },
  };
}

import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RunStatusPort, WorkflowPort } from '../domain/ports.js';

export function createLinkWorkflow(
  stateMachineArn: string,
  client = new SFNClient({}),
): WorkflowPort & RunStatusPort {
  const stateOf: RunStatusPort['stateOf'] = async (name) => {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
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
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        return 'started';
      } catch (error) {
        // A redelivered event: the run of that name exists, running or ended (names are unique for 90 days).
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return 'already-started';
        throw error;
      }
    },
  };
}

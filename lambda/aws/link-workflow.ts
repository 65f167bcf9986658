import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { WorkflowPort } from '../domain/ports.js';

export function createLinkWorkflow(stateMachineArn: string, client = new SFNClient({})): WorkflowPort {
  return {
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

import { GetExecutionHistoryCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { RunHistoryPort } from '../domain/model/ports/executions.js';

/** Runs that were cut off, and runs that go on in their place. */
export function createRunHistory(client = new SFNClient({})): RunHistoryPort {
  return {
    async lastStep(executionArn) {
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, nextToken }),
        );
        for (const { stateEnteredEventDetails, stateExitedEventDetails } of page.events ?? []) {
          const state = stateEnteredEventDetails?.input ?? stateExitedEventDetails?.output;
          const name = stateEnteredEventDetails?.name ?? stateExitedEventDetails?.name ?? '';
          if (state !== undefined) return { name, state: JSON.parse(state) as object };
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return undefined;
    },

    async goOn(executionArn, name, state) {
      const stateMachineArn = executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, '');
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(state) }));
      } catch (error) {
        // The same end of a run, told twice.
        if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error;
      }
    },
  };
}

import { InvalidWorkflowInputError } from '../domain/model/errors/invalid-workflow-input-error.js';
import type { ExecutionHistoryPort } from '../domain/model/ports/executions.js';
import { jsonText } from '../json/json-text.js';
import { type JsonRecord, record } from '../json/record.js';
import { validate } from '../json/validate.js';
import { stepFunctions } from './step-functions.js';

/** Reads executions that were cut off, and starts executions that continue them. */
export function createExecutionHistory(client = stepFunctions()): ExecutionHistoryPort {
  return {
    async lastStep(executionArn) {
      let nextToken: string | undefined;
      do {
        const page = await client.call('GetExecutionHistory', {
          executionArn,
          reverseOrder: true,
          nextToken,
        });
        for (const { stateEnteredEventDetails, stateExitedEventDetails } of page.events ?? []) {
          const state = stateEnteredEventDetails?.input ?? stateExitedEventDetails?.output;
          const name = stateEnteredEventDetails?.name ?? stateExitedEventDetails?.name ?? '';
          if (state !== undefined) return { name, state: stateIn(name, state) };
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return undefined;
    },

    async resume(executionArn, name, state) {
      const stateMachineArn = executionArn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, '');
      try {
        await client.call('StartExecution', { stateMachineArn, name, input: JSON.stringify(state) });
      } catch (error) {
        // The same end of an execution, reported twice.
        if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error;
      }
    },
  };
}

/** @throws InvalidWorkflowInputError, because an unreadable state does not count as absent */
function stateIn(name: string, text: string): JsonRecord {
  const state = validate(jsonText(record), text, { whole: `state ${name}` });
  if (state.kind === 'valid') return state.value;
  throw new InvalidWorkflowInputError(
    `The history of the execution cannot be read. ${state.issues.join('; ')}. Start the state machine with an input of its own only.`,
  );
}

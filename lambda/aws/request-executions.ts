import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { ExecutionFacts, ExecutionPort } from '../domain/model/ports/executions.js';
import { type OnWire, timeOf } from './json-service.js';
import { failureName, isRefused } from './sdk-failure.js';
import { stepFunctions } from './step-functions.js';

/** Step Functions permanently refuses to start the execution, so none exists. */
export class ExecutionRefusedError extends Error {
  override readonly name = 'ExecutionRefusedError';
}

const LARGEST_PAGE = 1000;

/** Executions of the provider's state machine, by name. */
export function createRequestExecutions(stateMachineArn: string, client = stepFunctions()): ExecutionPort {
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(name, input) {
      try {
        await client.call('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) });
        return 'started';
      } catch (error) {
        if (failureName(error) === 'ExecutionAlreadyExists') return 'already-started';
        if (!isRefused(error)) throw error;
        throw new ExecutionRefusedError(`Step Functions refuses: ${failureName(error)}.`, { cause: error });
      }
    },

    async describe(name) {
      const executionArn = arnOf(name);
      try {
        const found = await client.call('DescribeExecution', { executionArn });
        return factsOf(name, executionArn, found);
      } catch (error) {
        if (failureName(error) === 'ExecutionDoesNotExist') return undefined;
        throw error;
      }
    },

    async list(prefix, status) {
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.call('ListExecutions', {
          stateMachineArn,
          statusFilter: status,
          maxResults: LARGEST_PAGE,
          nextToken,
        });
        for (const { name = '' } of page.executions ?? []) if (name.startsWith(prefix)) found.push(name);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found;
    },

    async stop(name, error, cause) {
      await client.call('StopExecution', { executionArn: arnOf(name), error, cause });
    },
  };
}

function factsOf(name: string, executionArn: string, found: OnWire<DescribeExecutionOutput>): ExecutionFacts {
  const { status = 'RUNNING', error = '', cause = '', input = '', stopDate } = found;
  return {
    name,
    executionArn,
    status,
    error,
    cause,
    input,
    endedAt: stopDate === undefined ? undefined : timeOf(stopDate),
  };
}

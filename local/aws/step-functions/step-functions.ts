import { randomUUID } from 'node:crypto';
import { type ApiActions, type ApiRequest, optionalText, tokenPage } from '../actions/api-action.js';
import type { Execution, Executions } from './executions.js';

/** Stores on which the API operates. */
export interface StepFunctionsStores {
  readonly executions: Executions;
}

export const STEP_FUNCTIONS_ACTIONS: ApiActions<StepFunctionsStores> = {
  'states:StartExecution': startExecution,
  'states:DescribeExecution': describeExecution,
  'states:GetExecutionHistory': getExecutionHistory,
  'states:ListExecutions': listExecutions,
  'states:StopExecution': stopExecution,
  'states:SendTaskSuccess': sendTaskSuccess,
  'states:SendTaskFailure': sendTaskFailure,
};

function startExecution({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  const stateMachineArn = String(input.stateMachineArn);
  authorize(stateMachineArn);
  const name = optionalText(input.name) ?? randomUUID();
  const execution = executions.start(stateMachineArn, name, optionalText(input.input) ?? '{}');
  return { executionArn: execution.executionArn, startDate: execution.startedAt / 1000 };
}

function describeExecution({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  authorize(String(input.executionArn));
  const execution = executions.describe(String(input.executionArn));
  const { output, error, cause } = execution;
  return {
    ...summaryOf(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Returns only the events of steps, oldest first unless requested otherwise. */
function getExecutionHistory({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  authorize(String(input.executionArn));
  const { history } = executions.describe(String(input.executionArn));
  const events = history.map(({ type, name, input: state, at }, index) => ({
    id: index + 1,
    previousEventId: index,
    timestamp: at / 1000,
    type,
    stateEnteredEventDetails: { name, input: JSON.stringify(state), inputDetails: { truncated: false } },
  }));
  const ordered = input.reverseOrder === true ? events.reverse() : events;
  const { items, nextToken } = tokenPage(ordered, Number(input.maxResults ?? 100), input.nextToken);
  return { events: items, nextToken };
}

function listExecutions({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  authorize(String(input.stateMachineArn));
  const found = executions.list(String(input.stateMachineArn), optionalText(input.statusFilter));
  const { items, nextToken } = tokenPage(found, Number(input.maxResults ?? 100), input.nextToken);
  return { executions: items.map(summaryOf), nextToken };
}

function stopExecution({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  authorize(String(input.executionArn));
  const execution = executions.describe(String(input.executionArn));
  executions.abort(execution, optionalText(input.error), optionalText(input.cause));
  return { stopDate: (execution.endedAt ?? 0) / 1000 };
}

function sendTaskSuccess({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  const token = String(input.taskToken);
  authorize(executions.tokens.stateMachineOf(token));
  executions.tokens.succeed(token, String(input.output));
  return {};
}

function sendTaskFailure({ input, authorize }: ApiRequest, { executions }: StepFunctionsStores): object {
  const token = String(input.taskToken);
  authorize(executions.tokens.stateMachineOf(token));
  executions.tokens.fail(token, optionalText(input.error) ?? '', optionalText(input.cause) ?? '');
  return {};
}

function summaryOf({ executionArn, stateMachineArn, name, status, startedAt, endedAt }: Execution): object {
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...(endedAt === undefined ? {} : { stopDate: endedAt / 1000 }),
  };
}

import type {
  DescribeExecutionCommandInput,
  DescribeExecutionCommandOutput,
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  ListExecutionsCommandInput,
  ListExecutionsCommandOutput,
  SendTaskSuccessCommandInput,
  SendTaskSuccessCommandOutput,
  StartExecutionCommandInput,
  StartExecutionCommandOutput,
  StopExecutionCommandInput,
  StopExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import {
  type JsonService,
  type JsonServiceDescription,
  jsonService,
  type Operation,
} from './json-service.js';
import type { RetryPatience } from './patient-retries.js';
import { unlessUnavailable } from './sdk-failure.js';

export interface StepFunctionsOperations {
  DescribeExecution: Operation<DescribeExecutionCommandInput, DescribeExecutionCommandOutput>;
  GetExecutionHistory: Operation<GetExecutionHistoryCommandInput, GetExecutionHistoryCommandOutput>;
  ListExecutions: Operation<ListExecutionsCommandInput, ListExecutionsCommandOutput>;
  SendTaskSuccess: Operation<SendTaskSuccessCommandInput, SendTaskSuccessCommandOutput>;
  StartExecution: Operation<StartExecutionCommandInput, StartExecutionCommandOutput>;
  StopExecution: Operation<StopExecutionCommandInput, StopExecutionCommandOutput>;
}

export type StepFunctions = JsonService<StepFunctionsOperations>;

export const STEP_FUNCTIONS: JsonServiceDescription = {
  name: 'states',
  endpointVariable: 'SFN',
  target: 'AWSStepFunctions',
  jsonVersion: '1.0',
  isFipsHost: ({ isGovCloud, region, fips, dualStack }) =>
    dualStack ? fips || isGovCloud : fips && region !== 'us-gov-west-1',
};

/** Throws ServiceUnavailableError for a failure that says nothing about the call. */
export function sayingUnavailable({ call }: StepFunctions): StepFunctions {
  return { call: (operation, input) => unlessUnavailable(() => call(operation, input)) };
}

export function stepFunctions(patience?: RetryPatience): StepFunctions {
  return jsonService(STEP_FUNCTIONS, patience);
}

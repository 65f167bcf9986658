/**
 * Services with the SDK's clients, for the adapters that the command line shares with the functions: on a person's
 * machine, credentials come from profiles, single sign-on and roles, and Regions and addresses from the profile too.
 */
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { Caller } from '../../lambda/aws/caller.js';
import type { JsonService } from '../../lambda/aws/json-service.js';
import type { ExecutionOperations } from '../../lambda/aws/link-workflow.js';
import type { SqsOperations } from '../../lambda/aws/member-queue.js';
import type { ParameterStore } from '../../lambda/aws/parameter-store.js';
import { clientSettings } from './client-settings.js';

const PARAMETER_COMMANDS = {
  DeleteParameter: DeleteParameterCommand,
  DeleteParameters: DeleteParametersCommand,
  GetParameter: GetParameterCommand,
  GetParameters: GetParametersCommand,
  GetParametersByPath: GetParametersByPathCommand,
  PutParameter: PutParameterCommand,
};

export function sdkParameterStore(client: SSMClient): ParameterStore {
  return {
    async call(operation, input) {
      const Command = PARAMETER_COMMANDS[operation] as new (input: object) => GetParameterCommand;
      return onWire(await client.send(new Command(input))) as never;
    },
  };
}

const EXECUTION_COMMANDS = {
  DescribeExecution: DescribeExecutionCommand,
  StartExecution: StartExecutionCommand,
};

export function sdkStepFunctions(client: SFNClient): JsonService<ExecutionOperations> {
  return {
    async call(operation, input) {
      const Command = EXECUTION_COMMANDS[operation] as new (input: object) => DescribeExecutionCommand;
      return onWire(await client.send(new Command(input))) as never;
    },
  };
}

/** For queues that are named by account, Region and name. */
export function sdkQueues(caller: Partial<Caller> = {}): JsonService<SqsOperations> {
  // The queue is in the client's Region; in a local world, the URL of a queue is not its address.
  const client = new SQSClient({ useQueueUrlAsEndpoint: false, ...clientSettings(caller) });
  return {
    async call(_, input) {
      return onWire(await client.send(new GetQueueAttributesCommand(input))) as never;
    },
  };
}

/** Converts to the JSON form, in which a time is a number of seconds. */
function onWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, onWire(inner)]));
}

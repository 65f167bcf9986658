import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  CustomState,
  Errors,
  type IChainable,
  JitterType,
  type StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { acknowledgeFinding } from './acknowledge-finding.js';
import type { LinkFunction } from './link-function.js';

/** Errors of a call that has not reached the function's code, or that the platform has cut off. */
const PLATFORM_ERRORS = ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException'];
/** Every execution of a crowd is refused as long as the account has no concurrency left. Nothing has been called. */
const NO_CONCURRENCY = 'Lambda.TooManyRequestsException';

/**
 * A plain task with the function's ARN. LambdaInvoke would add a permission for every version of the function
 * (`<arn>:*`), and there is only one.
 */
export function functionTask(
  scope: Construct,
  name: string,
  called: LinkFunction,
  resultKey: string,
  parameters: Readonly<Record<string, string | boolean>> = {},
): CustomState {
  return new CustomState(scope, name, {
    stateJson: {
      Type: 'Task',
      Resource: called.function.functionArn,
      Parameters: { 'executionArn.$': '$$.Execution.Id', 'state.$': '$', ...parameters },
      ResultPath: `$.${resultKey}`,
    },
  });
}

/**
 * A task that ends when its token is used, or fails after the seconds at `timeoutPath`. The function's return value is
 * ignored; an error that it throws is the task's error.
 */
export function waitingTask(
  scope: Construct,
  name: string,
  called: LinkFunction,
  resultKey: string,
  parameters: Readonly<Record<string, string | boolean>>,
  timeoutPath: string,
): CustomState {
  const payload = {
    'executionArn.$': '$$.Execution.Id',
    'taskToken.$': '$$.Task.Token',
    'state.$': '$',
    ...parameters,
  };
  return new CustomState(scope, name, {
    stateJson: {
      Type: 'Task',
      Resource: Stack.of(scope).formatArn({
        service: 'states',
        account: '',
        region: '',
        resource: 'lambda:invoke.waitForTaskToken',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      Parameters: { FunctionName: called.function.functionArn, Payload: payload },
      TimeoutSecondsPath: timeoutPath,
      ResultPath: `$.${resultKey}`,
    },
  });
}

/** More than any wait needs: the function ends it earlier. */
const MOST_TIME_OUTS = 1000;

/** The token has not been used yet: the function is called again, a moment later. */
export function retryTimeOuts(task: CustomState): void {
  task.addRetry({
    errors: [Errors.TIMEOUT],
    interval: Duration.seconds(1),
    backoffRate: 1,
    maxAttempts: MOST_TIME_OUTS,
    jitterStrategy: JitterType.FULL,
  });
}

export function grantInvoke(stateMachine: StateMachine, called: readonly LinkFunction[]): void {
  for (const { function: target } of called) {
    stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
    );
  }
}

export function retryPlatformErrors(task: CustomState): void {
  retryFor(task, PLATFORM_ERRORS, { intervalSeconds: 2, maxAttempts: 6 });
  retryFor(task, [NO_CONCURRENCY], { intervalSeconds: 2, maxAttempts: 30 });
}

/** The pause grows up to a minute, with full jitter, because many executions reach the same limit at once. */
export function retryFor(
  task: CustomState,
  errors: string[],
  { intervalSeconds, maxAttempts }: { readonly intervalSeconds: number; readonly maxAttempts: number },
): void {
  task.addRetry({
    errors,
    interval: Duration.seconds(intervalSeconds),
    backoffRate: 2,
    maxAttempts,
    maxDelay: Duration.seconds(60),
    jitterStrategy: JitterType.FULL,
  });
}

/** Catches every error of a task; its name and message are stored at `resultKey`. */
export function catchAll(task: CustomState, next: IChainable, resultKey: string): void {
  const resultPath = `$.${resultKey}`;
  // A result that is too large is not included in States.ALL.
  task.addCatch(next, { errors: ['States.DataLimitExceeded'], resultPath });
  task.addCatch(next, { errors: [Errors.ALL], resultPath });
}

export function acknowledgeForcedWildcards(stateMachine: StateMachine): void {
  acknowledgeFinding(stateMachine, {
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery (logs:CreateLogDelivery and its kin) and X-Ray take no resource.',
  });
}

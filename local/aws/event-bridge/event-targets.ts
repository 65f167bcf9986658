import { randomUUID } from 'node:crypto';
import type { Permissions } from '../iam/permissions.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import { AwsError } from '../protocol/aws-error.js';
import { parseBusArn } from './bus-names.js';
import type { InputTransformer } from './input-transformer.js';

/** What a rule or a schedule sets going. */
export interface EventTarget {
  readonly arn: string;
  /** With whose permissions; a rule's function has a resource policy instead. */
  readonly roleArn?: string | undefined;
  /** A constant, JSON; without it, the event itself. */
  readonly input?: string | undefined;
  /** What is made of the event; undefined where the target gets it as it is. */
  readonly transformer?: InputTransformer | undefined;
  readonly deadLetterQueueArn: string | undefined;
}

/** Why a target could not be set going, in the words of the dead-letter message. */
export interface TargetFailure {
  readonly code: string;
  readonly message: string;
}

/** Step Functions, as far as a target needs it: each of its runs comes back to the bus as events. */
export interface StateMachines {
  has(arn: string): boolean;
  /** @throws AwsError */
  start(stateMachineArn: string, name: string, input: string): unknown;
}

export interface EventTargetsOptions {
  readonly functions: LambdaFunctions;
  readonly executions: StateMachines;
  readonly permissions: Permissions;
}

/** Starts functions and state machines for EventBridge and its Scheduler. */
export class EventTargets {
  constructor(private readonly options: EventTargetsOptions) {}

  /** What has behaviour here. */
  has(arn: string): boolean {
    const { functions, executions } = this.options;
    return functions.has(arn) || executions.has(arn) || parseBusArn(arn) !== undefined;
  }

  /** With the permissions of the target's role. */
  startByRole({ arn, roleArn = '' }: EventTarget, input: string): TargetFailure | undefined {
    const { functions, executions, permissions } = this.options;
    const action = functions.has(arn) ? 'lambda:InvokeFunction' : 'states:StartExecution';
    if (!permissions.allows(roleArn, { action, resource: arn, context: {} }))
      return {
        code: 'NO_PERMISSIONS',
        message: `${roleArn} is not authorized to perform ${action} on ${arn}`,
      };
    try {
      if (functions.has(arn)) void functions.invokeAsync(arn, JSON.parse(input));
      else executions.start(arn, randomUUID(), input);
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { code: error.code, message: error.message };
    }
  }

  /** A function that lets the caller in by its resource policy. */
  invoke(functionArn: string, input: string): void {
    void this.options.functions.invokeAsync(functionArn, JSON.parse(input));
  }
}

import { randomUUID } from 'node:crypto';
import type { Permissions } from '../iam/permissions.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import { AwsError } from '../protocol/aws-error.js';
import { parseBusArn } from './bus-names.js';
import type { InputTransformer } from './input-transformer.js';

/** A target of a rule or a schedule. */
export interface EventTarget {
  readonly arn: string;
  /** Role whose permissions are used. A rule invokes a function by the function's resource policy instead. */
  readonly roleArn?: string | undefined;
  /** Constant input, as JSON. Default: the event itself. */
  readonly input?: string | undefined;
  /** Transforms the event into the input; undefined if the target gets the event unchanged. */
  readonly transformer?: InputTransformer | undefined;
  readonly deadLetterQueueArn: string | undefined;
}

/** The reason why a target could not be started, in the form of the dead-letter message's attributes. */
export interface TargetFailure {
  readonly code: string;
  readonly message: string;
}

/** Step Functions as a target. It puts events about its executions on the bus. */
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

/** Starts functions and state machines for EventBridge and EventBridge Scheduler. */
export class EventTargets {
  constructor(private readonly options: EventTargetsOptions) {}

  /** True if the target is simulated. */
  has(arn: string): boolean {
    const { functions, executions } = this.options;
    return functions.has(arn) || executions.has(arn) || parseBusArn(arn) !== undefined;
  }

  /** Starts the target with the permissions of its role. */
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

  /** Invokes a function whose resource policy allows the caller. */
  invoke(functionArn: string, input: string): void {
    void this.options.functions.invokeAsync(functionArn, JSON.parse(input));
  }
}

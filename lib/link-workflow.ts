import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  CustomState,
  DefinitionBody,
  Errors,
  Fail,
  type IChainable,
  JitterType,
  JsonPath,
  LogLevel,
  StateMachine,
  StateMachineType,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  type Conclusion,
  FinalError,
  NotYet,
  type Outcome,
  StatePath,
  WorkflowError,
} from '../lambda/contract/workflow.js';
import type { LinkFunction } from './link-function.js';

export interface LinkWorkflowProps {
  /** Carries out what custom resources want; without it, the workflow only follows what others have begun. */
  readonly changer?: LinkFunction;
  readonly observer: LinkFunction;
  readonly concluder: LinkFunction;
  /** A safety net: the deadline itself is decided by observe-link, before. */
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
}

/** Errors of a call that has not reached the function's code, or was cut off by the platform. */
const PLATFORM_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/**
 * The state machine: look, wait while pending, conclude. One run for each link; its name is made of the endpoint id
 * and the event id, so that a redelivered event is the same run.
 */
export class LinkWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: LinkWorkflowProps) {
    super(scope, id);
    const logs = new LogGroup(this, 'Logs', { retention: props.logRetention });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Follows a link between a VPC endpoint and Atlas until it is available or failed',
      definitionBody: DefinitionBody.fromChainable(this.define(props)),
      stateMachineType: StateMachineType.STANDARD,
      timeout: props.timeout,
      tracingEnabled: true,
      // Execution data stays out of the logs: it may hold what only the execution's readers should see.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    });
    const called = [props.observer, props.concluder, ...(props.changer === undefined ? [] : [props.changer])];
    for (const { function: target } of called) {
      this.stateMachine.addToRolePolicy(
        new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
      );
    }
    acknowledgeForcedWildcards(this.stateMachine);
  }

  private define(props: LinkWorkflowProps): IChainable {
    const observe = this.task('Observe link', props.observer, StatePath.OBSERVATION);
    const conclude = this.task('Conclude link', props.concluder, StatePath.CONCLUSION);
    const wait = new Wait(this, 'Wait', {
      time: WaitTime.secondsPath(`$.${StatePath.OBSERVATION}.waitSeconds`),
    });
    const { changer } = props;
    const onFailure = changer === undefined ? conclude : this.undoFirst(changer, conclude);
    observe.addCatch(onFailure, { errors: [Errors.ALL], resultPath: `$.${StatePath.FAILURE}` });
    conclude.addCatch(this.notConcluded(), {
      errors: [Errors.ALL],
      resultPath: `$.${StatePath.CONCLUSION_FAILURE}`,
    });
    const settled = new Choice(this, 'Settled?')
      .when(outcomeIs(StatePath.OBSERVATION, 'pending'), wait.next(observe))
      .when(outcomeIs(StatePath.OBSERVATION, 'available'), conclude)
      .when(outcomeIs(StatePath.OBSERVATION, 'gone'), conclude)
      .otherwise(onFailure);
    conclude.next(this.end());
    observe.next(settled);
    return changer === undefined ? observe : this.changeFirst(changer, observe, onFailure);
  }

  /** Two tasks, so that what was there before is on record before anything is changed. */
  private changeFirst(changer: LinkFunction, observe: CustomState, onFailure: CustomState): IChainable {
    const parameters = { 'retryCount.$': '$$.State.RetryCount' };
    const prepare = this.task('Prepare change', changer, StatePath.PREPARED, {
      ...parameters,
      phase: 'prepare',
    });
    const apply = this.task('Apply change', changer, StatePath.APPLIED, { ...parameters, phase: 'apply' });
    for (const task of [prepare, apply]) {
      task.addCatch(onFailure, { errors: [Errors.ALL], resultPath: `$.${StatePath.FAILURE}` });
    }
    prepare.next(apply).next(observe);
    return new Choice(this, 'Change wanted?')
      .when(Condition.stringEquals('$.origin.kind', 'custom-resource'), prepare)
      .otherwise(observe);
  }

  /** What a failed run has made is removed before CloudFormation hears of it, which may or may not ask for that. */
  private undoFirst(changer: LinkFunction, conclude: CustomState): CustomState {
    const undo = this.task('Undo change', changer, StatePath.UNDONE, {
      'retryCount.$': '$$.State.RetryCount',
      phase: 'undo',
    });
    undo.addCatch(conclude, { errors: [Errors.ALL], resultPath: `$.${StatePath.UNDO_FAILURE}` });
    undo.next(conclude);
    return undo;
  }

  /**
   * A plain task on the function's ARN. LambdaInvoke would add a permission for every version of the function
   * (`<arn>:*`), and there is but one.
   */
  private task(
    name: string,
    called: LinkFunction,
    resultKey: string,
    parameters: Readonly<Record<string, string>> = {},
  ): CustomState {
    const task = new CustomState(this, name, {
      stateJson: {
        Type: 'Task',
        Resource: called.function.functionArn,
        Parameters: { 'executionArn.$': '$$.Execution.Id', 'state.$': '$', ...parameters },
        ResultPath: `$.${resultKey}`,
      },
    });
    task.addRetry({ errors: Object.values(FinalError), maxAttempts: 0 });
    // The old service is still being deleted, or the new one does not take endpoints yet: minutes.
    task.addRetry({
      errors: Object.values(NotYet),
      interval: Duration.seconds(15),
      backoffRate: 1,
      maxAttempts: 40,
    });
    task.addRetry({
      errors: PLATFORM_ERRORS,
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxAttempts: 6,
      maxDelay: Duration.seconds(60),
      jitterStrategy: JitterType.FULL,
    });
    // The function retries what Atlas may mend; this is for a crash, and for a time-out of the function.
    task.addRetry({ errors: [Errors.ALL], interval: Duration.seconds(5), backoffRate: 2, maxAttempts: 3 });
    return task;
  }

  /** The whole state as the cause, so that the rule on ended runs can conclude with what was seen. */
  private notConcluded(): Fail {
    return new Fail(this, 'Not concluded', {
      error: WorkflowError.NOT_CONCLUDED,
      causePath: JsonPath.jsonToString(JsonPath.objectAt('$')),
    });
  }

  private end(): Choice {
    const cause = `$.${StatePath.CONCLUSION}.cause`;
    return new Choice(this, 'Outcome?')
      .when(outcomeIs(StatePath.CONCLUSION, 'available'), new Succeed(this, 'Link available'))
      .when(outcomeIs(StatePath.CONCLUSION, 'gone'), new Succeed(this, 'Link gone'))
      .when(
        outcomeIs(StatePath.CONCLUSION, 'timed-out'),
        new Fail(this, 'Link timed out', { error: WorkflowError.LINK_TIMED_OUT, causePath: cause }),
      )
      .otherwise(new Fail(this, 'Link failed', { error: WorkflowError.LINK_FAILED, causePath: cause }));
  }
}

function outcomeIs(key: string, outcome: Outcome | Conclusion): Condition {
  return Condition.stringEquals(`$.${key}.outcome`, outcome);
}

function acknowledgeForcedWildcards(stateMachine: StateMachine): void {
  Validations.of(stateMachine).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Log delivery (logs:CreateLogDelivery and its kin) and X-Ray take no resource.',
  });
}

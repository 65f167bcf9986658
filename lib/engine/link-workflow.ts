import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  type CustomState,
  DefinitionBody,
  Errors,
  Fail,
  type IChainable,
  JsonPath,
  LogLevel,
  StateMachine,
  StateMachineType,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ChangeTaskPayload } from '../../lambda/contract/task-payload.js';
import {
  ACCEPTANCE_PHASE,
  ChangeState,
  CLOSE_PHASE,
  CONNECTION_STRINGS_PHASE,
  type Conclusion,
  ConclusionPhase,
  ConclusionState,
  FinalError,
  NotYet,
  type Outcome,
  REGISTRY_UNAVAILABLE,
  RELEASE_PHASE,
  StatePath,
  WorkflowError,
} from '../../lambda/contract/workflow.js';
import type { LinkFunction } from './link-function.js';
import {
  acknowledgeForcedWildcards,
  catchAll,
  functionTask,
  grantInvoke,
  retryFor,
  retryPlatformErrors,
  retryTimeOuts,
  waitingTask,
} from './task-states.js';
import { workflowLogs } from './workflow-logs.js';

/** At three writes per second, the records of 1000 links take six minutes; pauses average half a minute. */
const REGISTRY_RETRIES = { intervalSeconds: 5, maxAttempts: 30 };

export interface LinkWorkflowProps {
  /** Makes an execution's changes, and requests links again that Atlas refused temporarily. */
  readonly provisioner: LinkFunction;
  readonly poller: LinkFunction;
  readonly finalizer: LinkFunction;
  /** True if executions of links may begin with a wait until EC2 shows that Atlas has accepted the endpoint. */
  readonly awaitsAcceptance: boolean;
  /** A safety net: poll-link applies the earlier deadline itself. */
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
}

/**
 * The state machine: make the change, poll, wait while pending, conclude, and poll the connection strings. One
 * execution for each link; its name is derived from the endpoint id and the event id, so that a redelivered event is
 * the same execution.
 */
export class LinkWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: LinkWorkflowProps) {
    super(scope, id);
    const logs = workflowLogs(this, props.logRetention);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Follows a link between a VPC endpoint and Atlas until it is available or failed',
      definitionBody: DefinitionBody.fromChainable(this.define(props)),
      stateMachineType: StateMachineType.STANDARD,
      timeout: props.timeout,
      tracingEnabled: true,
      // Execution data is not logged: only readers of the execution should see some of it.
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    });
    grantInvoke(this.stateMachine, [props.poller, props.finalizer, props.provisioner]);
    acknowledgeForcedWildcards(this.stateMachine);
  }

  /** ARN pattern of all its executions: `…:execution:<name>:*`. */
  get executionsArn(): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.stateMachine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private define(props: LinkWorkflowProps): IChainable {
    const poll = this.task('Poll link', props.poller, StatePath.OBSERVATION);
    const conclude = this.conclusion(ConclusionState.PUBLISH, props, ConclusionPhase.PUBLISH);
    const record = this.conclusion(ConclusionState.RECORD, props, ConclusionPhase.RECORD);
    const onFailure = this.undoFirst(props.provisioner, conclude);
    catchAll(poll, onFailure, StatePath.FAILURE);
    const notConcluded = this.notConcluded();
    for (const task of [conclude, record]) catchAll(task, notConcluded, StatePath.CONCLUSION_FAILURE);
    const settled = new Choice(this, 'Settled?')
      .when(outcomeIs(StatePath.OBSERVATION, 'pending'), this.wait('Wait').next(poll))
      .when(outcomeIs(StatePath.OBSERVATION, 'retry'), this.retry(props.provisioner, poll, onFailure))
      .when(outcomeIs(StatePath.OBSERVATION, 'available'), conclude)
      .when(outcomeIs(StatePath.OBSERVATION, 'deleted'), conclude)
      .when(outcomeIs(StatePath.OBSERVATION, 'retained'), conclude)
      .when(outcomeIs(StatePath.OBSERVATION, 'dropped'), this.dropped(props))
      .otherwise(onFailure);
    conclude.next(record).next(this.end(props));
    poll.next(settled);
    const wait = this.awaitAcceptance(props, { poll, settled, onFailure });
    const { start, prepare } = this.changeFirst(props.provisioner, { poll, onFailure, wait });
    // The task returns `again` instead of throwing, so that a retry of the task has only one meaning: an earlier
    // attempt never returned.
    settled.when(outcomeIs(StatePath.OBSERVATION, 'again'), this.wait('Wait to change').next(prepare));
    return start;
  }

  /** Waits as long as the last poll says. */
  private wait(name: string, pollPath: string = StatePath.OBSERVATION): Wait {
    return new Wait(this, name, { time: WaitTime.secondsPath(`$.${pollPath}.waitSeconds`) });
  }

  /**
   * EC2 shows when Atlas has accepted an endpoint, without a call of Atlas. If nobody resumes the waiting task within
   * `waitSeconds`, it is called again: one transition, and not an error of the function.
   */
  private awaitAcceptance(
    { awaitsAcceptance, poller }: LinkWorkflowProps,
    { poll, settled, onFailure }: { poll: CustomState; settled: Choice; onFailure: CustomState },
  ): CustomState | undefined {
    if (!awaitsAcceptance) return undefined;
    const phase = { phase: ACCEPTANCE_PHASE, 'retryCount.$': '$$.State.RetryCount' };
    const waitPath = `$.${StatePath.OBSERVATION}.waitSeconds`;
    const wait = waitingTask(this, 'Await acceptance', poller, StatePath.OBSERVATION, phase, waitPath);
    this.retries(wait, retryTimeOuts);
    const close = this.task('Poll closely', poller, StatePath.OBSERVATION, { phase: CLOSE_PHASE });
    for (const task of [wait, close]) catchAll(task, onFailure, StatePath.FAILURE);
    settled
      .when(outcomeIs(StatePath.OBSERVATION, 'awaited'), wait)
      .when(outcomeIs(StatePath.OBSERVATION, 'accepted'), close)
      .when(outcomeIs(StatePath.OBSERVATION, 'due'), poll);
    wait.next(settled);
    close.next(settled);
    return wait;
  }

  /** Two tasks, so that the previous state is recorded before anything is changed. */
  private changeFirst(
    provisioner: LinkFunction,
    { poll, onFailure, wait }: { poll: CustomState; onFailure: CustomState; wait: CustomState | undefined },
  ): { readonly start: IChainable; readonly prepare: CustomState } {
    const prepare = this.change(ChangeState.PREPARE, provisioner, 'prepare', StatePath.PREPARED);
    const apply = this.change(ChangeState.APPLY, provisioner, 'apply', StatePath.APPLIED);
    for (const task of [prepare, apply]) {
      catchAll(task, onFailure, StatePath.FAILURE);
    }
    prepare.next(apply).next(poll);
    const start = new Choice(this, 'Change wanted?')
      // Rolls back an earlier execution that was cut off.
      .when(Condition.isPresent(`$.${StatePath.ENDED}`), this.waitUntilQuiet().next(onFailure))
      .when(Condition.isPresent('$.change'), prepare)
      .otherwise(poll);
    // The registration was the first observation.
    if (wait !== undefined) start.when(Condition.isPresent(`$.${StatePath.OBSERVATION}`), wait);
    return { start, prepare };
  }

  /** A call of a stopped execution may still be running. */
  private waitUntilQuiet(): Wait {
    return new Wait(this, 'Wait until quiet', {
      time: WaitTime.timestampPath(`$.${StatePath.ENDED}.quietAt`),
    });
  }

  /** Requests a link again that Atlas refused temporarily; the polls count the attempts. */
  private retry(provisioner: LinkFunction, poll: CustomState, onFailure: CustomState): IChainable {
    const retry = this.change(ChangeState.RETRY, provisioner, 'retry', StatePath.RETRIED);
    catchAll(retry, onFailure, StatePath.FAILURE);
    retry.next(poll);
    return this.wait('Wait to retry').next(retry);
  }

  /** Rolls back a failed execution before CloudFormation gets the response, because it may or may not send a Delete. */
  private undoFirst(provisioner: LinkFunction, conclude: CustomState): CustomState {
    const undo = this.change(ChangeState.UNDO, provisioner, 'undo', StatePath.UNDONE);
    catchAll(undo, conclude, StatePath.UNDO_FAILURE);
    const waitPath = `$.${StatePath.UNDONE}.postponed.waitSeconds`;
    const wait = new Wait(this, 'Wait to undo', { time: WaitTime.secondsPath(waitPath) });
    undo.next(
      new Choice(this, 'Undo over?').when(Condition.isPresent(waitPath), wait.next(undo)).otherwise(conclude),
    );
    return undo;
  }

  private conclusion(name: string, { finalizer }: LinkWorkflowProps, phase: ConclusionPhase): CustomState {
    const resultKey = phase === ConclusionPhase.PUBLISH ? StatePath.CONCLUSION : StatePath.RECORDED;
    return this.task(name, finalizer, resultKey, { phase, 'enteredTime.$': '$$.State.EnteredTime' });
  }

  private change(
    name: string,
    provisioner: LinkFunction,
    phase: ChangeTaskPayload['phase'],
    resultKey: string,
  ): CustomState {
    return this.task(name, provisioner, resultKey, {
      'retryCount.$': '$$.State.RetryCount',
      phase,
      waits: true,
    });
  }

  private task(
    name: string,
    called: LinkFunction,
    resultKey: string,
    parameters: Readonly<Record<string, string | boolean>> = {},
  ): CustomState {
    const task = functionTask(this, name, called, resultKey, parameters);
    this.retries(task);
    return task;
  }

  private retries(task: CustomState, besides: (task: CustomState) => void = () => undefined): void {
    task.addRetry({ errors: Object.values(FinalError), maxAttempts: 0 });
    besides(task);
    // Functions return as a result that an execution has to wait. Only those of an earlier version throw it as an error.
    task.addRetry({
      errors: Object.values(NotYet),
      interval: Duration.seconds(15),
      backoffRate: 1,
      maxAttempts: 40,
    });
    retryPlatformErrors(task);
    retryFor(task, [REGISTRY_UNAVAILABLE], REGISTRY_RETRIES);
    // The function retries temporary failures of Atlas; this covers a crash or a time-out of the function.
    task.addRetry({ errors: [Errors.ALL], interval: Duration.seconds(5), backoffRate: 2, maxAttempts: 3 });
  }

  /** The cause is the whole state, so that the rule for ended executions can conclude with its observations. */
  private notConcluded(): Fail {
    return new Fail(this, 'Not concluded', {
      error: WorkflowError.NOT_CONCLUDED,
      causePath: JsonPath.jsonToString(JsonPath.objectAt('$')),
    });
  }

  /** The claim of a removal has been returned by then; that of a registration would stay, and say that it continues. */
  private dropped({ finalizer }: LinkWorkflowProps): Choice {
    const release = this.task('Release claim', finalizer, StatePath.RELEASED, { phase: RELEASE_PHASE });
    const end = new Succeed(this, 'Registration dropped');
    // The reconciliation removes a claim that is left.
    catchAll(release, end, StatePath.RELEASED);
    release.next(end);
    return new Choice(this, 'Registration?')
      .when(Condition.stringEquals('$.goal', 'available'), release)
      .otherwise(new Succeed(this, 'Removal dropped'));
  }

  private end(props: LinkWorkflowProps): Choice {
    const cause = `$.${StatePath.CONCLUSION}.cause`;
    const available = new Succeed(this, 'Link available');
    return new Choice(this, 'Outcome?')
      .when(outcomeIs(StatePath.CONCLUSION, 'available'), this.followConnectionStrings(props, available))
      .when(outcomeIs(StatePath.CONCLUSION, 'deleted'), new Succeed(this, 'Link deleted'))
      .when(outcomeIs(StatePath.CONCLUSION, 'retained'), new Succeed(this, 'Link retained'))
      .when(
        outcomeIs(StatePath.CONCLUSION, 'timed-out'),
        new Fail(this, 'Link timed out', { error: WorkflowError.LINK_TIMED_OUT, causePath: cause }),
      )
      .otherwise(new Fail(this, 'Link failed', { error: WorkflowError.LINK_FAILED, causePath: cause }));
  }

  /**
   * After the availability of the link has been reported: minutes later the clusters have strings for it. A failure
   * here does not fail the execution; the reconciliation checks again.
   */
  private followConnectionStrings({ poller, finalizer }: LinkWorkflowProps, available: Succeed): IChainable {
    const phase = { phase: CONNECTION_STRINGS_PHASE, 'retryCount.$': '$$.State.RetryCount' };
    const pollPath = StatePath.CONNECTION_STRINGS;
    const poll = this.task('Poll connection strings', poller, pollPath, phase);
    const record = this.task(
      'Record connection strings',
      finalizer,
      StatePath.CONNECTION_STRINGS_RECORDED,
      phase,
    );
    for (const task of [poll, record]) catchAll(task, available, StatePath.CONNECTION_STRINGS_FAILURE);
    record.next(available);
    poll.next(
      new Choice(this, 'Connection strings there?')
        .when(outcomeIs(pollPath, 'pending'), this.wait('Wait for connection strings', pollPath).next(poll))
        .otherwise(record),
    );
    const waitPath = '$.followedStrings.firstPollSeconds';
    const first = new Wait(this, 'Wait until listed', { time: WaitTime.secondsPath(waitPath) });
    return new Choice(this, 'Connection strings wanted?')
      .when(Condition.isPresent(waitPath), first.next(poll))
      .when(Condition.isPresent('$.followedStrings'), poll)
      .otherwise(available);
  }
}

function outcomeIs(key: string, outcome: Outcome | Conclusion): Condition {
  return Condition.stringEquals(`$.${key}.outcome`, outcome);
}

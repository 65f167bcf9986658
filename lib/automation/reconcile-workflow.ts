import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  type IChainable,
  LogLevel,
  StateMachine,
  StateMachineType,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { RECONCILE_EXECUTION_SECONDS } from '../../lambda/contract/limits.js';
import { SLICE_PATH, SLICE_STATUS } from '../../lambda/contract/reconcile.js';
import { FinalError, REGISTRY_UNAVAILABLE } from '../../lambda/contract/workflow.js';
import type { LinkFunction } from '../engine/link-function.js';
import {
  acknowledgeForcedWildcards,
  functionTask,
  grantInvoke,
  retryFor,
  retryPlatformErrors,
} from '../engine/task-states.js';
import { workflowLogs } from '../engine/workflow-logs.js';

export interface ReconcileWorkflowProps {
  readonly reconciler: LinkFunction;
  readonly logRetention: RetentionDays;
}

/**
 * The reconciliation: slices in a loop, until all projects are compared. Its output contains the summary, for people
 * who start it by hand.
 */
export class ReconcileWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { reconciler, logRetention }: ReconcileWorkflowProps) {
    super(scope, id);
    const logs = workflowLogs(this, logRetention);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      comment: 'Compares MongoDB Atlas, EC2 and the registry, and mends what was missed',
      definitionBody: DefinitionBody.fromChainable(this.define(reconciler)),
      stateMachineType: StateMachineType.STANDARD,
      timeout: Duration.seconds(RECONCILE_EXECUTION_SECONDS),
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    });
    grantInvoke(this.stateMachine, [reconciler]);
    acknowledgeForcedWildcards(this.stateMachine);
  }

  private define(reconciler: LinkFunction): IChainable {
    const slice = functionTask(this, 'Reconcile a slice', reconciler, SLICE_PATH);
    // The data of earlier slices, or of a person, cannot be read.
    slice.addRetry({ errors: [FinalError.INVALID_INPUT], maxAttempts: 0 });
    retryPlatformErrors(slice);
    retryFor(slice, [REGISTRY_UNAVAILABLE], { intervalSeconds: 5, maxAttempts: 10 });
    // After a crash, or if EC2 does not respond, the slice starts again where the previous one ended.
    slice.addRetry({ errors: [Errors.ALL], interval: Duration.seconds(10), backoffRate: 2, maxAttempts: 5 });
    const wait = new Wait(this, 'Wait', { time: WaitTime.secondsPath(`$.${SLICE_PATH}.waitSeconds`) });
    slice.next(
      new Choice(this, 'All compared?')
        .when(Condition.stringEquals(`$.${SLICE_PATH}.status`, SLICE_STATUS.MORE), wait.next(slice))
        .otherwise(new Succeed(this, 'Links reconciled')),
    );
    return slice;
  }
}

import { Aws, type Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { ReconcileInput } from '../../lambda/contract/reconcile.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { deliveryOf } from '../engine/event-delivery.js';
import type { LinkFunction } from '../engine/link-function.js';
import { ReconcileWorkflow } from './reconcile-workflow.js';

export interface ReconciliationProps {
  readonly reconciler: LinkFunction;
  readonly every: Duration;
  readonly deadLetters: DeadLetterQueue;
  readonly logRetention: RetentionDays;
}

/** Starts the reconciliation: on a schedule, and after each deployment of the stack. */
export class Reconciliation extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ReconciliationProps) {
    super(scope, id);
    const { reconciler, every, deadLetters, logRetention } = props;
    const { stateMachine } = new ReconcileWorkflow(this, 'Workflow', { reconciler, logRetention });
    this.stateMachine = stateMachine;
    new Schedule(this, 'Schedule', {
      description: 'Repairs what events have missed',
      schedule: ScheduleExpression.rate(every),
      target: new StepFunctionsStartExecution(stateMachine, {
        input: ScheduleTargetInput.fromObject({ trigger: 'schedule' } satisfies ReconcileInput),
        deadLetterQueue: deadLetters.queue,
      }),
    });
    this.onDeployment(props);
  }

  /** Finds endpoints that existed before the automation, and those that a changed selection covers. */
  private onDeployment({ deadLetters }: ReconciliationProps): void {
    new Rule(this, 'OnDeployment', {
      description: 'The stack of the automation was deployed',
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Aws.STACK_ID],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
      targets: [
        new SfnStateMachine(this.stateMachine, {
          input: RuleTargetInput.fromObject({ trigger: 'deployment' } satisfies ReconcileInput),
          ...deliveryOf(deadLetters),
        }),
      ],
    });
  }
}

import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.js';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import { deliverTo, retryThenKeep, servedPlace } from './event-delivery.js';
import type { LinkFunction } from './link-function.js';

export interface EndedRunsProps {
  readonly stateMachine: StateMachine;
  readonly concluder: LinkFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * Runs that end without Succeed. TIMED_OUT and ABORTED run no Catch, so this rule is what makes sure that a
 * conclusion is always drawn; conclude-link leaves alone what has been concluded.
 */
export class EndedRuns extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { stateMachine, concluder, deadLetters }: EndedRunsProps) {
    super(scope, id);
    this.rule = new Rule(this, 'Rule', {
      description: 'A run of the link workflow ended on its own',
      eventPattern: {
        ...servedPlace(this),
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
    });
    this.rule.addTarget(deliverTo(concluder, deadLetters));
    retryThenKeep(concluder, deadLetters);
    this.grantHistory(stateMachine, concluder);
  }

  /** What a run had come to: whether it has told its end, and what it had made. */
  private grantHistory({ stateMachineName }: StateMachine, { function: { role } }: LinkFunction): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // A policy of its own: the state machine needs the function, which needs the policy that its role was made with.
    const policy = new Policy(this, 'History', {
      ...(role === undefined ? {} : { roles: [role] }),
      statements: [new PolicyStatement({ actions: ['states:GetExecutionHistory'], resources: [executions] })],
    });
    acknowledgeWildcard(policy, executions, 'The names of runs are not known at synthesis.');
  }
}

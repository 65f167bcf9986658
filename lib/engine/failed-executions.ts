import { Rule } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard.js';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import { deliverTo, retryThenKeep, servedPlace } from './event-delivery.js';
import type { LinkFunction } from './link-function.js';
import type { LinkWorkflow } from './link-workflow.js';

export interface FailedExecutionsProps {
  readonly workflow: LinkWorkflow;
  readonly finalizer: LinkFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * Executions that end without Succeed. TIMED_OUT and ABORTED run no Catch, so this rule is what makes sure that a
 * conclusion is always drawn; finalize-link leaves alone what has been concluded.
 */
export class FailedExecutions extends Construct {
  constructor(scope: Construct, id: string, { workflow, finalizer, deadLetters }: FailedExecutionsProps) {
    super(scope, id);
    const rule = new Rule(this, 'Rule', {
      description: 'An execution of the link workflow ended on its own',
      eventPattern: {
        ...servedPlace(this),
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [workflow.stateMachine.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
    });
    rule.addTarget(deliverTo(finalizer, deadLetters));
    retryThenKeep(finalizer, deadLetters);
    this.grantHistory(workflow, finalizer);
  }

  /** What an execution had come to: whether it has told its end, and what it had made. */
  private grantHistory({ executionsArn }: LinkWorkflow, { function: { role } }: LinkFunction): void {
    // A policy of its own: the state machine needs the function, which needs the policy that its role was made with.
    const policy = new Policy(this, 'History', {
      ...(role === undefined ? {} : { roles: [role] }),
      statements: [
        new PolicyStatement({ actions: ['states:GetExecutionHistory'], resources: [executionsArn] }),
      ],
    });
    acknowledgeWildcard(policy, executionsArn, 'The names of executions are not known at synthesis.');
  }
}

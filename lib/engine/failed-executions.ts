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
 * Handles executions that end without Succeed. TIMED_OUT and ABORTED run no Catch, so this rule guarantees a
 * conclusion; finalize-link ignores executions that have been concluded.
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

  /** Allows the function to read an execution's history: whether it has reported its end, and what it has created. */
  private grantHistory({ executionsArn }: LinkWorkflow, { function: { role } }: LinkFunction): void {
    // A separate policy: the state machine depends on the function, which depends on the initial policy of its role.
    const policy = new Policy(this, 'History', {
      ...(role === undefined ? {} : { roles: [role] }),
      statements: [
        new PolicyStatement({ actions: ['states:GetExecutionHistory'], resources: [executionsArn] }),
      ],
    });
    acknowledgeWildcard(policy, executionsArn, 'The names of executions are not known at synthesis.');
  }
}

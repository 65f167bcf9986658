import { Rule } from 'aws-cdk-lib/aws-events';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.js';
import { deliverTo, retryThenKeep, servedPlace } from './endpoint-events.js';
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
  }
}

import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IDestination } from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEAD_LETTER_RETENTION_DAYS } from '../../lambda/contract/limits.js';
import { acknowledgeFinding } from './acknowledge-finding.js';

/**
 * Queue for events that could not be handled: those that EventBridge could not deliver (the event itself) and those
 * that a function could not process (Lambda's record with the event and the error). Kept for 14 days.
 */
export class DeadLetterQueue extends Construct {
  readonly queue: IQueue;

  /** @param queueName default: CloudFormation makes one */
  constructor(scope: Construct, id: string, queueName?: string) {
    super(scope, id);
    const queue = new Queue(this, 'Queue', {
      ...(queueName === undefined ? {} : { queueName }),
      retentionPeriod: Duration.days(DEAD_LETTER_RETENTION_DAYS),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    acknowledgeFinding(queue, {
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue itself; nothing consumes it but a person.',
    });
    this.queue = queue;
  }

  /**
   * Destination for events that a function could not process. CDK's own destination would also allow the function to
   * read the queue's attributes.
   *
   * @internal
   */
  get destination(): IDestination {
    const { queueArn } = this.queue;
    return {
      bind: (_scope, called) => {
        Grant.addToPrincipal({ grantee: called, actions: ['sqs:SendMessage'], resourceArns: [queueArn] });
        return { destination: queueArn };
      },
    };
  }

  /** Allows a principal to read and delete messages. */
  grantTake(grantee: IGrantable): Grant {
    const actions = ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'];
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.queue.queueArn] });
  }
}

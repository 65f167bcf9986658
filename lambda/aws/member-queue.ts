/** Dead-letter queue of a member: events that EventBridge could not deliver to the hub. */
import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from '@aws-sdk/client-sqs';
import { memberQueueName } from '../contract/members.js';
import type { MemberQueuePort } from '../domain/model/ports/members.js';
import type { Place } from '../domain/model/values/place.js';
import type { Caller } from './caller.js';
import {
  type JsonService,
  type JsonServiceDescription,
  jsonService,
  type Operation,
} from './json-service.js';
import type { RetryPatience } from './patient-retries.js';
import { serviceEndpoint } from './service-endpoint.js';

export interface SqsOperations {
  GetQueueAttributes: Operation<GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput>;
}

const SQS: JsonServiceDescription = {
  name: 'sqs',
  endpointVariable: 'SQS',
  target: 'AmazonSQS',
  jsonVersion: '1.0',
};

export function sqs(patience?: RetryPatience, caller?: Caller): JsonService<SqsOperations> {
  return jsonService(SQS, patience, caller);
}

/** SQS reads account and name of a queue from its URL. */
export function createMemberQueue(
  { account, region }: Place,
  namespace: string,
  client: JsonService<SqsOperations>,
): MemberQueuePort {
  return {
    async countMessages() {
      const { Attributes = {} } = await client.call('GetQueueAttributes', {
        QueueUrl: `${serviceEndpoint(SQS, region, process.env)}/${account}/${memberQueueName(namespace)}`,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const counts = [
        Attributes.ApproximateNumberOfMessages,
        Attributes.ApproximateNumberOfMessagesNotVisible,
      ];
      const sum = counts.reduce((total, count) => total + Number(count), 0);
      if (!Number.isInteger(sum)) throw new QueueUnreadableError('SQS has returned no number of messages.');
      return sum;
    },
  };
}

export class QueueUnreadableError extends Error {
  override readonly name = 'QueueUnreadableError';
}

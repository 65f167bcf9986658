import { createHash } from 'node:crypto';
import { type ApiActions, type ApiRequest, optionalText } from '../actions/api-action.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import type { MessageQueues, StoredMessage } from './message-queues.js';

/** Stores on which the API operates. */
export interface SqsStores extends Place {
  readonly queues: MessageQueues;
}

export const SQS_ACTIONS: ApiActions<SqsStores> = {
  'sqs:ReceiveMessage': receiveMessage,
  'sqs:DeleteMessage': (request, services) => {
    services.queues.delete(queueOf(request, services), String(request.input.ReceiptHandle));
    return {};
  },
  'sqs:ChangeMessageVisibility': (request, services) => {
    const { ReceiptHandle, VisibilityTimeout } = request.input;
    const arn = queueOf(request, services);
    services.queues.changeVisibility(arn, String(ReceiptHandle), Number(VisibilityTimeout));
    return {};
  },
  'sqs:SendMessage': sendMessage,
  'sqs:GetQueueAttributes': getQueueAttributes,
  'sqs:GetQueueUrl': ({ input, authorize }, { account, region, queues }) => {
    const arn = `arn:aws:sqs:${region}:${account}:${String(input.QueueName)}`;
    authorize(arn);
    if (!queues.has(arn)) throw noQueue();
    return { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${String(input.QueueName)}` };
  },
};

/** Short polling: returns without waiting for messages. */
function receiveMessage(request: ApiRequest, services: SqsStores): object {
  const { MaxNumberOfMessages, VisibilityTimeout } = request.input;
  const limit = Number(MaxNumberOfMessages ?? 1);
  if (limit < 1 || limit > 10)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${limit} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
    );
  const visibility = VisibilityTimeout === undefined ? undefined : Number(VisibilityTimeout);
  const messages = services.queues.receive(queueOf(request, services), limit, visibility);
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => messageBody(message, request.input)) };
}

function messageBody(message: StoredMessage, input: ApiRequest['input']): object {
  const system = {
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    SentTimestamp: String(message.sentAt),
  };
  const wanted = [input.AttributeNames ?? [], input.MessageSystemAttributeNames ?? []].flat() as string[];
  const attributes = asked(system, wanted);
  const own = asked(message.attributes, [input.MessageAttributeNames ?? []].flat() as string[]);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandles.at(-1),
    Body: message.body,
    MD5OfBody: createHash('md5').update(message.body).digest('hex'),
    ...(Object.keys(attributes).length === 0 ? {} : { Attributes: attributes }),
    ...(Object.keys(own).length === 0 ? {} : { MessageAttributes: typed(own) }),
  };
}

/** SQS returns only the requested attributes. */
function asked(
  attributes: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  const all = names.includes('All') || names.includes('.*');
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => all || names.includes(name)));
}

function typed(attributes: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
}

function sendMessage(request: ApiRequest, services: SqsStores): object {
  const { MessageBody, MessageAttributes } = request.input;
  const given = Object.entries(Object(MessageAttributes) as Record<string, { StringValue?: string }>);
  const attributes = Object.fromEntries(given.map(([name, { StringValue = '' }]) => [name, StringValue]));
  const { messageId, body } = services.queues.send(
    queueOf(request, services),
    String(MessageBody),
    attributes,
  );
  return { MessageId: messageId, MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
}

function getQueueAttributes(request: ApiRequest, services: SqsStores): object {
  const arn = queueOf(request, services);
  const names = [request.input.AttributeNames ?? []].flat() as string[];
  return { Attributes: asked(attributesOf(arn, services.queues), names) };
}

function attributesOf(arn: string, queues: MessageQueues): Record<string, string> {
  const visible = queues.visible(arn).length;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(queues.messages(arn).length - visible),
    ApproximateNumberOfMessagesDelayed: '0',
    VisibilityTimeout: String(queues.visibilitySeconds(arn)),
  };
}

/** Authorizes the call, and returns the ARN of its queue. */
function queueOf({ input, authorize }: ApiRequest, { region, queues }: SqsStores): string {
  const url = optionalText(input.QueueUrl) ?? '';
  const [account = '', name = ''] = url.split('/').slice(-2);
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  authorize(arn);
  if (!queues.has(arn)) throw noQueue();
  return arn;
}

function noQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

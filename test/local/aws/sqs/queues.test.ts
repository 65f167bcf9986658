import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAccounts, signInAs, startAccount } from '../local-account.js';

afterEach(closeAccounts);

/**
 * By default, the client sends requests to the queue's URL even if AWS_ENDPOINT_URL is set, so users of the local world
 * must turn this off.
 */
const createClient = () => new SQSClient({ useQueueUrlAsEndpoint: false });

async function startWithQueue() {
  const account = await startAccount();
  const template = account.deploy({
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
  });
  const QueueUrl = String(template.resolve({ Ref: 'DeadLetters' }));
  const client = createClient();
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
  const counts = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes = {} } = await client.send(command);
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible];
  };
  return { ...account, arn: template.arnOf('DeadLetters'), QueueUrl, client, receive, counts };
}

describe('a queue', () => {
  it('is identified by its URL and found by its name', async () => {
    const { QueueUrl, client } = await startWithQueue();
    expect(QueueUrl).toBe('https://sqs.eu-west-1.amazonaws.com/111122223333/Stack-DeadLetters');
    const found = await client.send(new GetQueueUrlCommand({ QueueName: 'Stack-DeadLetters' }));
    expect(found.QueueUrl).toBe(QueueUrl);
  });

  it('hides a received message for some world time, and counts its receptions', async () => {
    const { aws, arn, receive, counts, time } = await startWithQueue();
    aws.queues.send(arn, 'letter');
    expect(await receive()).toHaveLength(1);
    expect([await receive(), await counts()]).toEqual([[], ['0', '1']]);
    await time.run(61);
    const [again] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(again).toMatchObject({ Body: 'letter', Attributes: { ApproximateReceiveCount: '2' } });
  });

  it('returns attributes on request', async () => {
    const { aws, arn, receive } = await startWithQueue();
    aws.queues.send(arn, 'letter', { ERROR_CODE: 'NO_PERMISSIONS' });
    const [plain] = await receive({ VisibilityTimeout: 0 });
    expect(plain).not.toHaveProperty('MessageAttributes');
    expect(await receive({ MessageAttributeNames: ['All'] })).toEqual([
      expect.objectContaining({
        MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
      }),
    ]);
  });

  it('returns at most as many messages as requested, and at most ten', async () => {
    const { aws, arn, receive } = await startWithQueue();
    for (let count = 0; count < 12; count += 1) aws.queues.send(arn, `letter ${count}`);
    expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(10);
    expect(await receive({ MaxNumberOfMessages: 10 })).toHaveLength(2);
    await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toThrow(/between 1 and 10/);
  });

  it('removes deleted messages, and shows returned ones again', async () => {
    const { aws, arn, client, QueueUrl, receive } = await startWithQueue();
    for (const body of ['a', 'b']) aws.queues.send(arn, body);
    const [a, b] = await receive({ MaxNumberOfMessages: 2 });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: a?.ReceiptHandle }));
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: b?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    expect((await receive()).map(({ Body }) => Body)).toEqual(['b']);
    expect([aws.queues.all.length, aws.queues.depth('Stack-DeadLetters')]).toEqual([1, 1]);
  });

  it('delivers sent messages, and refuses unknown queues and callers', async () => {
    const { client, QueueUrl, receive } = await startWithQueue();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'sent' }));
    expect(await receive()).toEqual([expect.objectContaining({ Body: 'sent' })]);
    await expect(receive({ QueueUrl: `${QueueUrl}x` })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    signInAs('NOBODY');
    const stranger = createClient().send(new ReceiveMessageCommand({ QueueUrl }));
    await expect(stranger).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings } from './client-settings.js';

/** A message of the dead-letter queue, as received. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Maximum of ReceiveMessage. */
const LARGEST_BATCH = 10;
/** Long polling of one second asks all of SQS's servers; without it, existing messages may be missed. */
const WAIT_SECONDS = 1;

export class DeadLetters {
  constructor(
    private readonly queueUrl: string,
    // The queue is in the client's Region; in a local world, the URL of a queue is not its address.
    private readonly client = new SQSClient({ useQueueUrlAsEndpoint: false, ...clientSettings() }),
  ) {}

  /**
   * Receives messages and hides them from other readers for a while: until each is removed or released.
   *
   * @param limit maximum number of dead-letter messages
   */
  async receive(limit: number, hiddenSeconds: number): Promise<ReceivedMessage[]> {
    const deadLetters = new Map<string, ReceivedMessage>();
    while (deadLetters.size < limit) {
      const batch = await this.receiveBatch(Math.min(LARGEST_BATCH, limit - deadLetters.size), hiddenSeconds);
      const isNew = batch.some(({ messageId }) => !deadLetters.has(messageId));
      for (const deadLetter of batch) deadLetters.set(deadLetter.messageId, deadLetter);
      if (!isNew) break;
    }
    return [...deadLetters.values()];
  }

  /** Makes the message visible to other readers immediately. */
  async release({ receiptHandle }: ReceivedMessage): Promise<void> {
    const { queueUrl: QueueUrl } = this;
    await this.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }),
    );
  }

  async remove({ receiptHandle }: ReceivedMessage): Promise<void> {
    const { queueUrl: QueueUrl } = this;
    await this.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
  }

  private async receiveBatch(count: number, hiddenSeconds: number): Promise<ReceivedMessage[]> {
    const { queueUrl: QueueUrl } = this;
    const response = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: count,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    return (response.Messages ?? []).map(toDeadLetter);
  }
}

function toDeadLetter({ MessageId, ReceiptHandle, Body, MessageAttributes }: Message): ReceivedMessage {
  const attributes = Object.entries(MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [
    name,
    StringValue,
  ]);
  return {
    messageId: MessageId ?? '',
    receiptHandle: ReceiptHandle ?? '',
    body: Body ?? '',
    attributes: Object.fromEntries(attributes),
  };
}

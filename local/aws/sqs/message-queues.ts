import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import { ResourcePolicy, type ResourceStatement } from '../iam/resource-policy.js';
import type { RequestContext } from '../iam/statement.js';
import { AwsError } from '../protocol/aws-error.js';

/** A message in a queue. */
export interface QueueMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A message with its attributes in SQS. */
export interface StoredMessage extends QueueMessage {
  readonly messageId: string;
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** Receipt handles of all receptions. An earlier handle can still delete the message, as on AWS. */
  readonly receiptHandles: string[];
  visibleAt: number;
}

interface Queue {
  readonly visibilitySeconds: number;
  readonly messages: StoredMessage[];
  policy: ResourcePolicy;
}

const DEFAULT_VISIBILITY_SECONDS = 30;

/** The template's SQS queues. */
export class MessageQueues {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly time: WorldTime) {}

  create(queueArn: string, visibilitySeconds = DEFAULT_VISIBILITY_SECONDS): void {
    this.queues.set(queueArn, { visibilitySeconds, messages: [], policy: new ResourcePolicy([]) });
  }

  /** With all that is in it. */
  remove(queueArn: string): void {
    this.queues.delete(queueArn);
  }

  setPolicy(queueArn: string, statements: readonly ResourceStatement[]): void {
    this.find(queueArn).policy = new ResourcePolicy(statements);
  }

  /** Whether a service of AWS may send messages, by the queue's own policy. */
  admits(queueArn: string, service: string, context: RequestContext): boolean {
    const request = { action: 'sqs:SendMessage', resource: queueArn, context };
    return (
      this.find(queueArn).policy.decide({ kind: 'service', name: service }, request).decision === 'allowed'
    );
  }

  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>> = {}): StoredMessage {
    const now = this.time.now();
    const message: StoredMessage = {
      body,
      attributes,
      messageId: randomUUID(),
      sentAt: now,
      receiveCount: 0,
      firstReceivedAt: undefined,
      receiptHandles: [],
      visibleAt: now,
    };
    this.messages(queueArn).push(message);
    return message;
  }

  /** All messages that have not been deleted, including those in flight. */
  messages(queueArn: string): StoredMessage[] {
    return this.find(queueArn).messages;
  }

  /** Messages that can be received, because they are not in flight. */
  visible(queueArn: string): StoredMessage[] {
    return this.messages(queueArn).filter(({ visibleAt }) => visibleAt <= this.time.now());
  }

  /** Hides messages from other receivers for the visibility timeout, and adds a receipt handle to each. */
  receive(queueArn: string, limit: number, visibilitySeconds?: number): StoredMessage[] {
    const { visibilitySeconds: ofQueue } = this.find(queueArn);
    const received = this.visible(queueArn).slice(0, limit);
    for (const message of received) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= this.time.now();
      message.visibleAt = this.time.now() + (visibilitySeconds ?? ofQueue) * 1000;
      message.receiptHandles.push(randomUUID());
    }
    return received;
  }

  delete(queueArn: string, receiptHandle: string): void {
    const { messages } = this.find(queueArn);
    const index = messages.findIndex(({ receiptHandles }) => receiptHandles.includes(receiptHandle));
    // Repeating a deletion is not an error.
    if (index >= 0) messages.splice(index, 1);
  }

  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void {
    const message = this.messages(queueArn).find(
      ({ receiptHandles }) => receiptHandles.at(-1) === receiptHandle,
    );
    if (message === undefined)
      throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    message.visibleAt = this.time.now() + seconds * 1000;
  }

  has(queueArn: string): boolean {
    return this.queues.has(queueArn);
  }

  visibilitySeconds(queueArn: string): number {
    return this.find(queueArn).visibilitySeconds;
  }

  get all(): StoredMessage[] {
    return [...this.queues.values()].flatMap(({ messages }) => messages);
  }

  /** Removes and returns all messages, including those in flight. */
  takeAll(): StoredMessage[] {
    return [...this.queues.values()].flatMap(({ messages }) => messages.splice(0));
  }

  /** Number of messages in the queue with this name. */
  depth(queueName: string): number {
    const arn = [...this.queues.keys()].find((candidate) => candidate.endsWith(`:${queueName}`));
    return arn === undefined ? 0 : this.messages(arn).length;
  }

  private find(queueArn: string): Queue {
    const queue = this.queues.get(queueArn);
    if (queue === undefined) throw new Error(`No queue with ARN ${queueArn} exists.`);
    return queue;
  }
}

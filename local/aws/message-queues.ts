/** A message as SQS holds it. */
export interface QueueMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The template's SQS queues. */
export class MessageQueues {
  private readonly queues = new Map<string, QueueMessage[]>();

  create(queueArn: string): void {
    this.queues.set(queueArn, []);
  }

  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.messages(queueArn).push({ body, attributes });
  }

  messages(queueArn: string): QueueMessage[] {
    const messages = this.queues.get(queueArn);
    if (messages === undefined) throw new Error(`No queue ${queueArn}`);
    return messages;
  }

  get all(): QueueMessage[] {
    return [...this.queues.values()].flat();
  }

  /** Messages in the queue of this name. */
  depth(queueName: string): number {
    const arn = [...this.queues.keys()].find((candidate) => candidate.endsWith(`:${queueName}`));
    return arn === undefined ? 0 : this.messages(arn).length;
  }
}

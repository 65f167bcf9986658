import { randomUUID } from 'node:crypto';
import type { WorldTime } from '../../time/world-time.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';

interface PolicyStatement {
  readonly Effect: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface TopicSettings {
  readonly topicArn: string;
  /** Policy of the KMS key; undefined for a topic without encryption. */
  readonly keyPolicy: readonly PolicyStatement[] | undefined;
  policy: readonly PolicyStatement[];
}

export interface TopicsOptions {
  readonly account: string;
  readonly time: WorldTime;
  readonly functions: LambdaFunctions;
  /** True if the function's resource policy allows SNS to invoke it for this topic. */
  readonly mayInvoke: (functionArn: string, topicArn: string) => boolean;
}

/** Delivery time of a notification. None is documented. */
const DELIVERY_SECONDS = 0.3;

/** The template's SNS topics, with functions as subscribers. */
export class Topics {
  private readonly topics = new Map<string, TopicSettings>();
  private readonly subscriptions: { readonly topicArn: string; readonly functionArn: string }[] = [];
  /** Number of deliveries of each message; SNS delivers at least once. */
  deliveries = 1;
  delaySeconds = 0;
  /** True for messages that are lost. */
  loses: (message: string) => boolean = () => false;
  /** All published messages. */
  readonly published: string[] = [];

  constructor(private readonly options: TopicsOptions) {}

  create(settings: TopicSettings): void {
    this.topics.set(settings.topicArn, settings);
  }

  setPolicy(topicArn: string, policy: readonly PolicyStatement[]): void {
    const topic = this.topics.get(topicArn);
    if (topic !== undefined) topic.policy = policy;
  }

  subscribe(topicArn: string, functionArn: string): void {
    this.subscriptions.push({ topicArn, functionArn });
  }

  /** True if the topic's policy and, for an encrypted topic, the key's policy allow the AWS service to publish. */
  admits(topicArn: string, service: string): boolean {
    const topic = this.topics.get(topicArn);
    if (topic === undefined || !this.allows(topic.policy, service, ['sns:Publish'])) return false;
    const { keyPolicy } = topic;
    return keyPolicy === undefined || this.allows(keyPolicy, service, ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  publish(topicArn: string, message: string, subject?: string): void {
    this.published.push(message);
    if (this.loses(message)) return;
    for (const { functionArn } of this.subscriptions.filter((one) => one.topicArn === topicArn)) {
      if (!this.options.mayInvoke(functionArn, topicArn)) continue;
      for (let copy = 0; copy < this.deliveries; copy += 1)
        this.deliver(topicArn, functionArn, message, subject);
    }
  }

  private deliver(topicArn: string, functionArn: string, message: string, subject: string | undefined): void {
    const { time, functions } = this.options;
    time.after(DELIVERY_SECONDS + this.delaySeconds, () => {
      void functions.invokeAsync(functionArn, {
        Records: [
          {
            EventSource: 'aws:sns',
            EventVersion: '1.0',
            EventSubscriptionArn: `${topicArn}:${randomUUID()}`,
            Sns: {
              Type: 'Notification',
              MessageId: randomUUID(),
              TopicArn: topicArn,
              Subject: subject ?? null,
              Message: message,
              Timestamp: new Date(time.now()).toISOString(),
            },
          },
        ],
      });
    });
  }

  private allows(policy: readonly PolicyStatement[], service: string, actions: readonly string[]): boolean {
    return actions.every((action) => policy.some((statement) => this.applies(statement, service, action)));
  }

  private applies(
    { Effect, Principal, Action, Condition = {} }: PolicyStatement,
    service: string,
    action: string,
  ): boolean {
    const isNamed = [Principal?.Service ?? []].flat().includes(service);
    const isMeant = [Action].flat().some((one) => one === action || matches(one, action));
    const { 'aws:SourceAccount': account = this.options.account } = Condition.StringEquals ?? {};
    return Effect === 'Allow' && isNamed && isMeant && account === this.options.account;
  }
}

function matches(pattern: string, action: string): boolean {
  return pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1));
}

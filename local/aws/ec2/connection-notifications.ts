import { AwsError } from '../protocol/aws-error.js';

export interface ConnectionNotification {
  readonly id: string;
  readonly endpointId: string;
  readonly topicArn: string;
  readonly events: readonly string[];
  readonly clientToken: string | undefined;
}

/** The operations of SNS that EC2 uses. */
export interface NotifiedTopics {
  admits(topicArn: string, service: string): boolean;
  publish(topicArn: string, message: string, subject?: string): void;
}

const PUBLISHER = 'vpce.amazonaws.com';

/** Connection notifications of VPC endpoints. They exist until they or their endpoints are deleted. */
export class ConnectionNotifications {
  readonly all: ConnectionNotification[] = [];
  private count = 0;

  constructor(private readonly topics: () => NotifiedTopics) {}

  /** @throws AwsError if the topic does not allow EC2 to publish, or if the endpoint has a notification for it */
  create(request: Omit<ConnectionNotification, 'id'>): ConnectionNotification {
    const { clientToken, topicArn, endpointId } = request;
    const earlier = this.all.find((one) => clientToken !== undefined && one.clientToken === clientToken);
    if (earlier !== undefined) return earlier;
    if (!this.topics().admits(topicArn, PUBLISHER))
      throw new AwsError('InvalidParameter', `The topic ${topicArn} does not let ${PUBLISHER} publish.`);
    if (this.all.some((one) => one.endpointId === endpointId && one.topicArn === topicArn))
      throw new AwsError('InvalidParameter', `${endpointId} has a connection notification for ${topicArn}.`);
    this.count += 1;
    const notification = { id: `vpce-nfn-0${this.count.toString(16).padStart(16, '0')}`, ...request };
    this.all.push(notification);
    return notification;
  }

  /** @returns false if it does not exist */
  delete(id: string): boolean {
    const index = this.all.findIndex((one) => one.id === id);
    if (index < 0) return false;
    this.all.splice(index, 1);
    return true;
  }

  /** Deletes the notifications of a deleted endpoint. */
  forget(endpointId: string): void {
    for (const { id } of this.all.filter((one) => one.endpointId === endpointId)) this.delete(id);
  }

  /** @param event `Accept`, `Reject`, `Connect` or `Delete` */
  notify(endpointId: string, event: string): void {
    for (const one of this.all.filter((candidate) => candidate.endpointId === endpointId)) {
      if (!one.events.includes(event)) continue;
      // The content of the message is not documented.
      this.topics().publish(one.topicArn, JSON.stringify({ endpointId, event }), 'VPC endpoint notification');
    }
  }
}

import { AwsError } from '../protocol/aws-error.js';

export interface ConnectionNotification {
  readonly id: string;
  readonly endpointId: string;
  readonly topicArn: string;
  readonly events: readonly string[];
  readonly clientToken: string | undefined;
}

/** SNS, as EC2 deals with it. */
export interface NotifiedTopics {
  admits(topicArn: string, service: string): boolean;
  publish(topicArn: string, message: string, subject?: string): void;
}

const PUBLISHER = 'vpce.amazonaws.com';

/** Who is told of the connections of VPC endpoints: kept until somebody deletes them, or their endpoint is no more. */
export class ConnectionNotifications {
  readonly all: ConnectionNotification[] = [];
  private count = 0;

  constructor(private readonly topics: () => NotifiedTopics) {}

  /** @throws AwsError where the topic does not take what EC2 publishes */
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

  /** @returns false where there is none */
  delete(id: string): boolean {
    const index = this.all.findIndex((one) => one.id === id);
    if (index < 0) return false;
    this.all.splice(index, 1);
    return true;
  }

  /** Its endpoint is no more. */
  forget(endpointId: string): void {
    for (const { id } of this.all.filter((one) => one.endpointId === endpointId)) this.delete(id);
  }

  /** @param event `Accept`, `Reject`, `Connect`, `Delete` */
  tell(endpointId: string, event: string): void {
    for (const one of this.all.filter((candidate) => candidate.endpointId === endpointId)) {
      if (!one.events.includes(event)) continue;
      // What the message says is documented nowhere.
      this.topics().publish(one.topicArn, JSON.stringify({ endpointId, event }), 'VPC endpoint notification');
    }
  }
}

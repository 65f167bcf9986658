import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import {
  RECONCILIATION_LEASE,
  WAITING_LINKS_EXPIRY,
  WAITING_LINKS_KEY,
} from '../../lambda/contract/waiting-links.js';
import { acknowledgeFinding } from './acknowledge-finding.js';
import { ConnectionTopic } from './connection-topic.js';
import type { LinkFunction } from './link-function.js';

export interface WaitingLinksProps {
  /** True if EC2 publishes acceptances to a topic; otherwise EC2 is only polled. */
  readonly push: boolean;
}

/**
 * Links that wait for Atlas to accept their endpoints: a table of waiting links, so that one read of EC2 serves all of
 * them, and a topic to which EC2 publishes acceptances. Without either, a link still completes, later.
 */
export class WaitingLinks extends Construct {
  readonly table: Table;
  readonly topic: ConnectionTopic | undefined;

  constructor(scope: Construct, id: string, props: WaitingLinksProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: WAITING_LINKS_KEY, type: AttributeType.STRING },
      timeToLiveAttribute: WAITING_LINKS_EXPIRY,
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Its items live for minutes.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledgeFinding(this.table, {
      id: 'AwsSolutions-DDB3',
      reason: 'It holds who waits at this moment; without it, links are polled.',
    });
    this.topic = props.push ? new ConnectionTopic(this, 'Topic') : undefined;
  }

  /** Allows the function to wait, read EC2 for all waiting links, resume them, and create notifications. */
  grantWait(poller: LinkFunction, stateMachineArn: string): void {
    this.name(poller);
    poller.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Scan'], [this.table.tableArn]);
    this.grantResume(poller, stateMachineArn);
    // EC2 has no resource-level permissions for notifications.
    if (this.topic !== undefined) poller.allow('ec2:CreateVpcEndpointConnectionNotification', ['*']);
    this.topic?.notify(poller);
  }

  /** A separate policy: the function must not depend on the state machine, which depends on the function. */
  private grantResume(poller: LinkFunction, stateMachineArn: string): void {
    const statement = new PolicyStatement({
      actions: ['states:SendTaskSuccess'],
      resources: [stateMachineArn],
    });
    const { role } = poller.function;
    if (role !== undefined) new Policy(this, 'Resume', { statements: [statement], roles: [role] });
  }

  /** Allows the function to delete the item and the notification of a link that no longer waits. */
  grantEnd(finalizer: LinkFunction): void {
    this.name(finalizer);
    finalizer.allow(
      ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      [this.table.tableArn],
    );
    if (this.topic !== undefined) finalizer.allow('ec2:DeleteVpcEndpointConnectionNotifications', ['*']);
  }

  /** Allows the function to delete the notifications of links that no longer wait. */
  grantSweep(reconciler: LinkFunction): void {
    this.name(reconciler);
    if (this.topic === undefined) return;
    reconciler.allow('dynamodb:Scan', [this.table.tableArn]);
    reconciler.allow(
      ['ec2:DescribeVpcEndpointConnectionNotifications', 'ec2:DeleteVpcEndpointConnectionNotifications'],
      ['*'],
    );
  }

  /** Allows the function to take the lease of the reconciliation: that item, and no link. */
  grantLease(reconciler: LinkFunction): void {
    reconciler.allow('dynamodb:UpdateItem', [this.table.tableArn], {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [RECONCILIATION_LEASE] },
      // A condition for all values also holds for none.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  }

  /** Makes executions begin with the wait. */
  name(called: LinkFunction): void {
    called.function.addEnvironment(Environment.WAITING_LINKS_TABLE, this.table.tableName);
    if (this.topic === undefined) return;
    called.function.addEnvironment(Environment.CONNECTION_TOPIC_ARN, this.topic.topicArn);
  }
}

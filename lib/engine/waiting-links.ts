import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import { WAITING_LINKS_EXPIRY, WAITING_LINKS_KEY } from '../../lambda/contract/waiting-links.js';
import { acknowledgeFinding } from './acknowledge-finding.js';
import { ConnectionTopic } from './connection-topic.js';
import type { LinkFunction } from './link-function.js';

export interface WaitingLinksProps {
  /** EC2 tells of acceptances by a topic; without it, EC2 is looked at alone. */
  readonly push: boolean;
}

/**
 * Links that wait for Atlas to accept their endpoints: a table of those who wait, so that one look at EC2 serves all of
 * them, and a topic on which EC2 says when it happens. A link finds its end without either, later.
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
      // What is in it lives for minutes.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledgeFinding(this.table, {
      id: 'AwsSolutions-DDB3',
      reason: 'It holds who waits at this moment; without it, links are polled.',
    });
    this.topic = props.push ? new ConnectionTopic(this, 'Topic') : undefined;
  }

  /** Waits, looks for all who wait, and tells them; makes the notifications. */
  grantWait(poller: LinkFunction, stateMachineArn: string): void {
    this.name(poller);
    poller.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Scan'], [this.table.tableArn]);
    this.grantTell(poller, stateMachineArn);
    // EC2 takes no resource for notifications.
    if (this.topic !== undefined) poller.allow('ec2:CreateVpcEndpointConnectionNotification', ['*']);
    this.topic?.notify(poller);
  }

  /** A policy by itself: the function must not depend on the state machine, which depends on the function. */
  private grantTell(poller: LinkFunction, stateMachineArn: string): void {
    const statement = new PolicyStatement({
      actions: ['states:SendTaskSuccess'],
      resources: [stateMachineArn],
    });
    const { role } = poller.function;
    if (role !== undefined) new Policy(this, 'Tell', { statements: [statement], roles: [role] });
  }

  /** Removes what a link leaves behind that has waited. */
  grantEnd(finalizer: LinkFunction): void {
    this.name(finalizer);
    finalizer.allow(
      ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      [this.table.tableArn],
    );
    if (this.topic !== undefined) finalizer.allow('ec2:DeleteVpcEndpointConnectionNotifications', ['*']);
  }

  /** Removes the notifications that nobody waits for any more. */
  grantSweep(reconciler: LinkFunction): void {
    this.name(reconciler);
    if (this.topic === undefined) return;
    reconciler.allow('dynamodb:Scan', [this.table.tableArn]);
    reconciler.allow(
      ['ec2:DescribeVpcEndpointConnectionNotifications', 'ec2:DeleteVpcEndpointConnectionNotifications'],
      ['*'],
    );
  }

  /** Has executions begin with waiting. */
  name(called: LinkFunction): void {
    called.function.addEnvironment(Environment.WAITING_LINKS_TABLE, this.table.tableName);
    if (this.topic === undefined) return;
    called.function.addEnvironment(Environment.CONNECTION_TOPIC_ARN, this.topic.topicArn);
  }
}

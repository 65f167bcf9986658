import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { LinkFunction } from './link-function.js';

/** Service principal with which EC2 publishes events about connections of VPC endpoints. */
const PUBLISHER = 'vpce.amazonaws.com';

/**
 * Topic on which EC2 reports that a connection was accepted or rejected. It is encrypted with its own key, because the
 * AWS managed key for SNS does not allow EC2 to publish. A message is only a hint: its receiver reads EC2.
 */
export class ConnectionTopic extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Connection notifications of VPC endpoints to MongoDB Atlas',
      enableKeyRotation: true,
      // No stored data needs the key for decryption.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const condition = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    const publisher = new ServicePrincipal(PUBLISHER);
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [publisher],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
        conditions: condition,
      }),
    );
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [publisher],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: condition,
      }),
    );
  }

  get topicArn(): string {
    return this.topic.topicArn;
  }

  notify(called: LinkFunction): void {
    this.topic.addSubscription(new LambdaSubscription(called.function));
  }
}

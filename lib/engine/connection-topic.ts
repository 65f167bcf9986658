import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { LinkFunction } from './link-function.js';

/** EC2 as it publishes what happens to the connections of VPC endpoints. */
const PUBLISHER = 'vpce.amazonaws.com';

/**
 * Where EC2 says that a connection was accepted or rejected. Encrypted with a key of its own, because AWS's key for SNS does
 * not let EC2 publish. What is said there is a hint: whoever hears of it looks at EC2.
 */
export class ConnectionTopic extends Construct {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Connection notifications of VPC endpoints to MongoDB Atlas',
      enableKeyRotation: true,
      // Nothing is kept that it would have to decrypt.
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

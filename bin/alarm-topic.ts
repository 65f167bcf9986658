import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledgeFinding } from '../lib/engine/acknowledge-finding.js';

/**
 * A topic that sends alarms to an e-mail address. SNS asks the address for its consent first, and sends nothing before.
 * It is not encrypted: CloudWatch may not use AWS's own key, and a key of one's own costs $1 a month for texts that
 * hold no secrets.
 */
export function alarmTopic(scope: Construct, id: string, email: string): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true });
  // Under an id that the address is no part of: another address is an update.
  new Subscription(topic, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  // A topic with a policy of its own lets nobody in by default, not even the account's alarms.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  acknowledgeFinding(topic, {
    id: 'AwsSolutions-SNS2',
    reason: 'CloudWatch may not use the key that SNS has of its own; alarms hold no secrets.',
  });
  return topic;
}

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledgeFinding } from '../../lib/engine/acknowledge-finding.js';

/**
 * A topic that sends alarms to an e-mail address, after SNS has asked the address for confirmation. It is not
 * encrypted, because CloudWatch cannot use the AWS managed key, and a customer managed key costs $1 a month for
 * messages without secrets.
 */
export function alarmTopic(scope: Construct, id: string, email: string): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true });
  // The id does not contain the address, so that another address updates the resource.
  new Subscription(topic, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  // A topic policy replaces the default policy, which allows alarms of the account to publish.
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

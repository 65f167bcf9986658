import { Aws, CfnCondition, CfnResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Rule, type RuleTargetConfig, Schedule } from 'aws-cdk-lib/aws-events';
import { Effect, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import {
  HEARTBEAT_MINUTES,
  heartbeatRuleName,
  MEMBER_VERSION,
  type MemberDescription,
  type MemberRule,
  memberParameterName,
  memberQueueName,
  memberRuleName,
  memberRulePrefix,
} from '../../lambda/contract/members.js';
import type { KnownHub } from '../engine/atlas-hub.js';
import { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { type DescribedPattern, endpointPatterns } from '../engine/endpoint-patterns.js';
import { servedPlace } from '../engine/event-delivery.js';
import { forwarderRoleArn, hubBusArn } from './member-names.js';

/** What forwards the events of one account and Region to the hub. It names the roles of the account, and makes none. */
export class MemberRules extends Construct {
  constructor(scope: Construct, id: string, hub: KnownHub) {
    super(scope, id);
    this.describe(hub);
    new ForwardedEvents(this, 'Forwarding', hub);
  }

  /** Where the hub's own rules are, too: it says which hub the place belongs to. */
  private describe({ account, region, namespace }: KnownHub): void {
    const description: MemberDescription = {
      version: MEMBER_VERSION,
      hubAccount: account,
      hubRegion: region,
      namespace,
    };
    new StringParameter(this, 'Parameter', {
      parameterName: memberParameterName(namespace),
      // The CDK cannot find this out for a namespace that is known only at deployment.
      simpleName: false,
      description: 'Hub of the links to MongoDB Atlas, and version of the member stack',
      stringValue: Stack.of(this).toJsonString(description),
    });
  }
}

/**
 * Rules with their dead-letter queue. In the account and home Region of the hub there are none, because the hub has rules
 * of its own there, and would receive each event twice.
 */
class ForwardedEvents extends Construct {
  private readonly deadLetters: DeadLetterQueue;
  private readonly forwarder: IRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly hub: KnownHub,
  ) {
    super(scope, id);
    this.deadLetters = this.createQueue();
    const roleArn = forwarderRoleArn(this, hub.namespace);
    this.forwarder = Role.fromRoleArn(this, 'Forwarder', roleArn, { mutable: false });
    const { creation, deletion, stack, tag } = endpointPatterns(servedPlace(this), hub.tagKeys);
    this.forward('CreationRule', 'creation', creation);
    this.forward('DeletionRule', 'deletion', deletion);
    this.forward('StackRule', 'stack', stack);
    if (tag !== undefined) this.forward('TagRule', 'tag', tag);
    this.sendHeartbeats();
    this.leaveOutIn(hub);
  }

  private createQueue(): DeadLetterQueue {
    const { namespace } = this.hub;
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', memberQueueName(namespace));
    const rules = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: `${memberRulePrefix(namespace)}*`,
    });
    deadLetters.queue.addToResourcePolicy(
      new PolicyStatement({
        sid: 'UndeliveredEvents',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [deadLetters.queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': rules } },
      }),
    );
    return deadLetters;
  }

  private forward(id: string, kind: MemberRule, { description, eventPattern }: DescribedPattern): void {
    const deadLetterConfig = { arn: this.deadLetters.queue.queueArn };
    new Rule(this, id, {
      ruleName: memberRuleName(this.hub.namespace, kind),
      description: `${description}; forwarded to the hub`,
      eventPattern,
      targets: [{ bind: () => ({ ...this.hubBus(), deadLetterConfig }) }],
    });
  }

  /**
   * Has no dead-letter queue: a late heartbeat is of no use, and the hub reports members whose heartbeats are missing.
   */
  private sendHeartbeats(): void {
    new Rule(this, 'HeartbeatRule', {
      ruleName: heartbeatRuleName(this.hub.namespace),
      description: 'Tells the hub that this account and Region has the member stack, and in which version',
      schedule: Schedule.rate(Duration.minutes(HEARTBEAT_MINUTES)),
      targets: [{ bind: () => this.hubBus() }],
    });
  }

  /** The role belongs to the target: EventBridge ignores that of a rule. */
  private hubBus(): RuleTargetConfig {
    return { arn: hubBusArn(this.hub), role: this.forwarder };
  }

  private leaveOutIn({ account, region }: KnownHub): void {
    const isHub = Fn.conditionAnd(
      Fn.conditionEquals(Aws.ACCOUNT_ID, account),
      Fn.conditionEquals(Aws.REGION, region),
    );
    const isNotHub = new CfnCondition(this, 'IsNotHub', { expression: Fn.conditionNot(isHub) });
    for (const child of this.node.findAll())
      if (child instanceof CfnResource) child.cfnOptions.condition = isNotHub;
  }
}

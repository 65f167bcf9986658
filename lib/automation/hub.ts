import { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import { HUB_ROLE_TAG, memberRoleName, membersPath } from '../../lambda/contract/members.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import { endpointPatterns } from '../engine/endpoint-patterns.js';
import { deliverTo } from '../engine/event-delivery.js';
import { heartbeatPattern } from '../engine/heartbeat-pattern.js';
import type { LinkFunction } from '../engine/link-function.js';
import type { LinkRegistry } from '../engine/link-registry.js';
import type { AtlasMembers } from './atlas-members.js';
import { HubBus } from './hub-bus.js';

export interface HubProps {
  readonly members: AtlasMembers;
  /** Keys of the tags that the selection checks; empty if it checks none. */
  readonly tagKeys: readonly string[];
  readonly deadLetters: DeadLetterQueue;
  readonly registry: LinkRegistry;
  /** Notes when a member was heard. */
  readonly receiver: LinkFunction;
  /** Reads which members were heard, and forgets those that have left. */
  readonly reconciler: LinkFunction;
  /** Further functions that act in member accounts. */
  readonly others: readonly LinkFunction[];
}

/** The CDK moves statements that a role's policy has no room for, and divides none: each must fit a managed policy. */
const ROLES_PER_STATEMENT = 40;

/** What an automation has besides if it serves members: a bus with rules, and functions that may assume their roles. */
export class Hub extends Construct {
  constructor(scope: Construct, id: string, props: HubProps) {
    super(scope, id);
    const { members, receiver, reconciler, others } = props;
    const { bus } = new HubBus(this, 'Bus', members);
    this.createRules(props, bus);
    for (const called of [receiver, reconciler, ...others]) this.letEnter(called, members);
    this.grantHeard(props);
  }

  /**
   * They name no account and no Region: the policy of the bus says who may send, and the functions take the place of an
   * endpoint from the envelope of its event.
   */
  private createRules({ members, tagKeys, receiver, deadLetters }: HubProps, eventBus: HubBus['bus']): void {
    const { creation, deletion, stack, tag } = endpointPatterns({}, tagKeys);
    const heartbeat = {
      description: 'A member account and Region is there',
      eventPattern: heartbeatPattern(members._namespace),
    };
    const rules = {
      CreationRule: creation,
      DeletionRule: deletion,
      StackRule: stack,
      TagRule: tag,
      HeartbeatRule: heartbeat,
    };
    for (const [id, pattern] of Object.entries(rules))
      if (pattern !== undefined)
        new Rule(this, id, { ...pattern, eventBus }).addTarget(deliverTo(receiver, deadLetters));
  }

  private letEnter(called: LinkFunction, members: AtlasMembers): void {
    const { _namespace: namespace, _accounts: accounts } = members;
    called.function.addEnvironment(Environment.MEMBERS, Stack.of(this).toJsonString(members._setting(this)));
    called.tagRole(HUB_ROLE_TAG, namespace);
    if (accounts === undefined) {
      const reason =
        'The accounts of an organization are not known at synthesis. The role has one name, and trusts this hub alone.';
      called.allowBelow('sts:AssumeRole', [this.roleIn('*', namespace)], reason, members._entered);
    } else {
      const roles = accounts.map((account) => this.roleIn(account, namespace));
      for (let first = 0; first < roles.length; first += ROLES_PER_STATEMENT)
        called.allow('sts:AssumeRole', roles.slice(first, first + ROLES_PER_STATEMENT));
    }
  }

  private roleIn(account: string, namespace: string): string {
    return Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      account,
      resource: 'role',
      resourceName: memberRoleName(namespace),
    });
  }

  private grantHeard({ members, registry, receiver, reconciler }: HubProps): void {
    const path = Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: membersPath(members._namespace).slice(1),
    });
    const reason =
      'One parameter for each account and Region that was heard, below a path of this hub alone.';
    receiver.allowBelow(['ssm:GetParameter', 'ssm:PutParameter'], [`${path}/*`], reason);
    registry.grantListMemberLinks(reconciler);
    reconciler.allow('ssm:GetParametersByPath', [path]);
    reconciler.allowBelow('ssm:DeleteParameter', [`${path}/*`], reason);
  }
}

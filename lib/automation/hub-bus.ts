import { ArnFormat, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EVENT_BUS_POLICY_CHARACTERS } from '../../lambda/contract/limits.js';
import { forwarderRoleName, hubBusName } from '../../lambda/contract/members.js';
import { ENDPOINT_EVENT_SOURCES, ENDPOINT_EVENT_TYPES } from '../engine/endpoint-patterns.js';
import { bytesOf, longest } from '../engine/environment-size.js';
import { HEARTBEAT_SOURCE, HEARTBEAT_TYPE } from '../engine/heartbeat-pattern.js';
import type { AtlasMembers } from './atlas-members.js';

/** A reference in the policy is a part of an ARN. */
const REFERENCE_BYTES_ASSUMED = 64;

/**
 * Bus of the hub, which takes events of members alone: of their accounts, delivered by EventBridge with the forwarder
 * role, of the sources and types that members forward. It is not the default bus, so that no event of another account
 * reaches the rules of anybody else.
 */
export class HubBus extends Construct {
  readonly bus: EventBus;

  /** @throws Error if the policy would be longer than EventBridge allows */
  constructor(scope: Construct, id: string, members: AtlasMembers) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: hubBusName(members._namespace),
      description: 'Events of VPC endpoints in member accounts, for links to MongoDB Atlas',
    });
    const statement = new PolicyStatement({
      sid: 'EventsOfMembers',
      effect: Effect.ALLOW,
      principals: [new StarPrincipal()],
      actions: ['events:PutEvents'],
      resources: [this.bus.eventBusArn],
      conditions: this.conditions(members),
    });
    this.validateSize(statement);
    this.bus.addToResourcePolicy(statement);
  }

  private conditions(members: AtlasMembers): Record<string, Record<string, unknown>> {
    // The form of a role, not of a session: this is what AWS compares.
    const forwarder = Stack.of(this).formatArn({
      service: 'iam',
      region: '',
      account: '*',
      resource: 'role',
      resourceName: forwarderRoleName(members._namespace),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return {
      ...members._senders,
      ArnLike: { 'aws:PrincipalArn': forwarder },
      // AWS does not document whether a rule that forwards an event gives these keys.
      StringEqualsIfExists: {
        'events:source': [...ENDPOINT_EVENT_SOURCES, HEARTBEAT_SOURCE],
        'events:detail-type': [...ENDPOINT_EVENT_TYPES, HEARTBEAT_TYPE],
      },
    };
  }

  private validateSize(statement: PolicyStatement): void {
    const stack = Stack.of(this);
    const document = { Version: '2012-10-17', Statement: [statement.toStatementJson()] };
    const characters = bytesOf(stack.resolve(stack.toJsonString(document)), longest(REFERENCE_BYTES_ASSUMED));
    if (characters <= EVENT_BUS_POLICY_CHARACTERS) return;
    throw new Error(
      `members: the policy of the bus would have ${characters} characters, and EventBridge takes ${EVENT_BUS_POLICY_CHARACTERS}. Use AtlasMembers.organization, or AtlasMembers.organizationalUnits with fewer units, in place of a long list.`,
    );
  }
}

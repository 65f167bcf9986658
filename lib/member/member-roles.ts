import { Aws } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  Effect,
  Policy,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  externalIdOf,
  forwarderRoleName,
  HUB_ROLE_TAG,
  memberRoleName,
} from '../../lambda/contract/members.js';
import { acknowledgeWildcard } from '../engine/acknowledge-wildcard.js';
import type { KnownHub } from '../engine/atlas-hub.js';
import { hubBusArn } from './member-names.js';
import { memberPermissions } from './member-permissions.js';

/**
 * The two roles of a member account, in all its Regions. Their names follow from the namespace, so that neither
 * the hub nor the rules of a Region need them as input.
 */
export class MemberRoles extends Construct {
  constructor(scope: Construct, id: string, hub: KnownHub) {
    super(scope, id);
    this.createForwarder(hub);
    this.createMember(hub);
  }

  /** A bus that grants by organization takes events only from a role in the account of the rule. */
  private createForwarder(hub: KnownHub): void {
    const role = new Role(this, 'Forwarder', {
      roleName: forwarderRoleName(hub.namespace),
      description: 'Lets EventBridge forward events of VPC endpoints to the hub of MongoDB Atlas links',
      assumedBy: new PrincipalWithConditions(new ServicePrincipal('events.amazonaws.com'), {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      }),
    });
    new Policy(this, 'ForwarderPolicy', {
      roles: [role],
      statements: [
        new PolicyStatement({
          sid: 'ForwardToHub',
          effect: Effect.ALLOW,
          actions: ['events:PutEvents'],
          resources: [hubBusArn(hub)],
        }),
      ],
    });
  }

  private createMember(hub: KnownHub): void {
    const role = new Role(this, 'Member', {
      roleName: memberRoleName(hub.namespace),
      description: 'Lets the hub of MongoDB Atlas links read and tag VPC endpoints, and write parameters',
      assumedBy: hubFunctions(hub),
    });
    const permissions = memberPermissions(this, hub.namespace);
    const statements = permissions.map(({ statement }) => statement);
    const policy = new Policy(this, 'MemberPolicy', { roles: [role], statements });
    for (const { statement, reason } of permissions)
      for (const resource of statement.resources.filter((one) => one.includes('*')))
        acknowledgeWildcard(policy, resource, reason);
  }
}

/**
 * The roles of the hub's functions: roles of its account that have the tag of the hub. Not their ARNs as principals,
 * because IAM would store the id of each role: the role would have to exist first, and could no longer assume this one
 * once it was re-created.
 */
function hubFunctions(hub: KnownHub): PrincipalWithConditions {
  const { account, namespace, organizationId } = hub;
  return new PrincipalWithConditions(new AccountPrincipal(account), {
    StringEquals: {
      'sts:ExternalId': externalIdOf(hub),
      [`aws:PrincipalTag/${HUB_ROLE_TAG}`]: namespace,
      ...(organizationId === undefined ? {} : { 'aws:PrincipalOrgID': organizationId }),
    },
    // Users and federated users may have tags as well.
    ArnLike: { 'aws:PrincipalArn': `arn:${Aws.PARTITION}:iam::${account}:role/*` },
  });
}

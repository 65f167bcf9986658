import { CfnStackSet, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { memberStackSetName } from '../../lambda/contract/members.js';
import { knownHub } from '../engine/atlas-hub.js';
import { othersInApp } from '../engine/same-app.js';
import type { AtlasPrivateLinkMembersProps } from './atlas-private-link-members-props.js';
import { MemberParts } from './member-parts.js';
import { memberTemplateBody } from './member-template.js';
import { operationPreferences } from './members-operation.js';
import {
  refuseSameStackSets,
  type StatedStackSets,
  validateMembersStackSets,
} from './members-props-validation.js';

/**
 * Makes every account of organizational units a member of a hub, also those that join later: two service-managed
 * StackSets with automatic deployment, one with the roles in one Region, and one with the rules in each Region. Deploy it
 * in the management account, or in an account that is a delegated administrator for StackSets, after the hub.
 *
 * In the stack of the hub, let it depend on the hub (`members.node.addDependency(link)`): a rule whose target bus does not
 * exist yet may be refused.
 *
 * The names of the StackSets follow from the namespace of the hub: an app has one for each namespace, management account
 * and Region.
 *
 * If an account leaves the units, its stacks are deleted: no role that the hub may assume is left behind.
 */
export class AtlasPrivateLinkMembers extends Construct {
  /** Name of the StackSet with the roles of each account. */
  readonly rolesStackSetName: string;
  /** Name of the StackSet with the rules of each account and Region. */
  readonly rulesStackSetName: string;
  private readonly namespace: string;
  private readonly managementAccountId: string | undefined;

  constructor(scope: Construct, id: string, props: AtlasPrivateLinkMembersProps) {
    super(scope, id);
    validateMembersStackSets(this, props);
    const { hub } = props;
    const { namespace } = knownHub(hub);
    this.rolesStackSetName = memberStackSetName(namespace, 'roles');
    this.rulesStackSetName = memberStackSetName(namespace, 'rules');
    this.managementAccountId = props.managementAccountId;
    this.namespace = namespace;
    const others = othersInApp(this, (other) => other instanceof AtlasPrivateLinkMembers);
    refuseSameStackSets(
      this.stated(),
      others.map((other) => other.stated()),
    );
    const roles = this.createStackSet('Roles', props, {
      stackSetName: this.rolesStackSetName,
      description: 'Roles of accounts whose VPC endpoints a hub links to MongoDB Atlas',
      parts: MemberParts.ROLES,
      // The home Region is one that members have enabled, because their events go there.
      regions: [hub.region],
    });
    const rules = this.createStackSet('Rules', props, {
      stackSetName: this.rulesStackSetName,
      description: 'Rules that forward events of VPC endpoints to the hub that links them to MongoDB Atlas',
      parts: MemberParts.RULES,
      regions: props.regions ?? hub.regions ?? [],
    });
    this.order(roles, rules, props.managementAccountId);
  }

  private stated(): StatedStackSets {
    const { namespace, managementAccountId, rolesStackSetName, rulesStackSetName } = this;
    return { construct: this, namespace, managementAccountId, names: [rolesStackSetName, rulesStackSetName] };
  }

  private createStackSet(id: string, props: AtlasPrivateLinkMembersProps, set: MemberStackSet): CfnStackSet {
    const { hub, organizationalUnitIds, managementAccountId, operation = {} } = props;
    const { stackSetName, description, parts, regions } = set;
    return new CfnStackSet(this, id, {
      stackSetName,
      description,
      permissionModel: 'SERVICE_MANAGED',
      callAs: managementAccountId === undefined ? 'SELF' : 'DELEGATED_ADMIN',
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      // Operations that come at the same time wait for each other, instead of failing.
      managedExecution: { Active: true },
      ...(parts === MemberParts.ROLES ? { capabilities: ['CAPABILITY_NAMED_IAM'] } : {}),
      templateBody: memberTemplateBody(this, hub, parts),
      stackInstancesGroup: [{ deploymentTargets: { organizationalUnitIds }, regions }],
      operationPreferences: operationPreferences(operation, regions),
    });
  }

  /** The roles before the rules: at the deployment of this stack, and at the automatic one to an account that joins. */
  private order(roles: CfnStackSet, rules: CfnStackSet, managementAccountId: string | undefined): void {
    rules.node.addDependency(roles);
    const rolesArn = Stack.of(this).formatArn({
      service: 'cloudformation',
      ...(managementAccountId === undefined ? {} : { account: managementAccountId }),
      resource: 'stackset',
      resourceName: roles.attrStackSetId,
    });
    // By its name, because older supported releases of aws-cdk-lib do not know this property.
    rules.addPropertyOverride('AutoDeployment.DependsOn', [rolesArn]);
  }
}

interface MemberStackSet {
  readonly stackSetName: string;
  readonly description: string;
  readonly parts: MemberParts;
  readonly regions: string[];
}

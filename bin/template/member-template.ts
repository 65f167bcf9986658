/** The member stack in two templates: IAM once in an account, and all that is Regional in each Region. */
import { Aws, CfnCondition, Fn, type Stack, Token } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { type AtlasHub, AtlasPrivateLinkMember, MemberParts } from '../../lib/index.js';
import { MEMBER_PARAMETERS, MEMBER_ROLES_PARAMETERS, MEMBER_RULES_PARAMETERS } from './member-parameters.js';
import { createParameters, given } from './template-scope.js';
import type { TemplateSource } from './template-source.js';

/** The construct has the id that it has in StackSets, so that a stack of one template can be updated by the other. */
const MEMBER = 'Member';

export const MEMBER_ROLES_TEMPLATE: TemplateSource = {
  file: 'member-roles.template.json',
  stackId: 'AtlasPrivateLinkMemberRoles',
  description: 'Roles of an account whose VPC endpoints a hub links to MongoDB Atlas: once in an account',
  options: [],
  hasFunctions: false,
  build(stack) {
    const hub = hubIn(stack);
    const { OrganizationId } = createParameters(stack, MEMBER_ROLES_PARAMETERS);
    const { logicalId } = given(stack, 'NamesOrganization', OrganizationId);
    const organizationId = Token.asString(
      Fn.conditionIf(logicalId, OrganizationId.valueAsString, Aws.NO_VALUE),
    );
    new AtlasPrivateLinkMember(stack, MEMBER, { hub: { ...hub, organizationId }, parts: MemberParts.ROLES });
  },
};

export const MEMBER_TEMPLATE: TemplateSource = {
  file: 'member.template.json',
  stackId: 'AtlasPrivateLinkMember',
  description: 'Forwards events of VPC endpoints to the hub that links them to MongoDB Atlas: in each Region',
  options: [],
  hasFunctions: false,
  build(stack) {
    const hub = hubIn(stack);
    const { TagKeys } = createParameters(stack, MEMBER_RULES_PARAMETERS);
    const tagKeys = Fn.split(',', TagKeys.valueAsString);
    const member = new AtlasPrivateLinkMember(stack, MEMBER, {
      hub: { ...hub, tagKeys },
      parts: MemberParts.RULES,
    });
    limitTagRule(stack, member, given(stack, 'HasTagKeys', TagKeys));
  },
};

function hubIn(stack: Stack): AtlasHub {
  const { HubAccount, HubRegion, Namespace } = createParameters(stack, MEMBER_PARAMETERS);
  return {
    account: HubAccount.valueAsString,
    region: HubRegion.valueAsString,
    namespace: Namespace.valueAsString,
  };
}

/** The rule on tags only where there are keys, and not where the hub is. */
function limitTagRule(stack: Stack, member: AtlasPrivateLinkMember, hasTagKeys: CfnCondition): void {
  const onTags = member.node
    .findAll()
    .find((child) => child instanceof CfnRule && child.node.scope?.node.id === 'TagRule');
  if (!(onTags instanceof CfnRule) || onTags.cfnOptions.condition === undefined)
    throw new Error('The member has no rule on tags with a condition.');
  const expression = Fn.conditionAnd(onTags.cfnOptions.condition, hasTagKeys);
  onTags.cfnOptions.condition = new CfnCondition(stack, 'ForwardsTags', { expression });
}

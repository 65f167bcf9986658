import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  AtlasMembers,
  AtlasPrivateLinkMembers,
  type AtlasPrivateLinkMembersProps,
} from '../../../lib/index.js';
import { createLink, newStack } from '../synthesized-stack.js';
import { flat, HUB, type Json, memberTemplate } from './synthesized-member.js';

const REGIONS = ['eu-west-1', 'us-east-1'];
const UNITS = ['ou-ab12-11112222'];

function stackSets(
  props: Partial<AtlasPrivateLinkMembersProps> = {},
  stack = newStack(),
): Record<string, Json> {
  new AtlasPrivateLinkMembers(stack, 'Members', {
    hub: { ...HUB, regions: REGIONS },
    organizationalUnitIds: UNITS,
    ...props,
  });
  const found = Object.entries(Template.fromStack(stack).findResources('AWS::CloudFormation::StackSet'));
  return Object.fromEntries(
    found.map(([id, resource]) => [id.replace(/^Members|[0-9A-F]{8}$/g, ''), resource]),
  );
}

describe('the StackSets of members', () => {
  it('are two, service-managed, deployed automatically, and leave nothing in an account that leaves', () => {
    const { Roles, Rules, ...others } = stackSets();
    expect(others).toEqual({});
    for (const { Properties } of [Roles, Rules]) {
      expect(Properties).toMatchObject({
        PermissionModel: 'SERVICE_MANAGED',
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        ManagedExecution: { Active: true },
        CallAs: 'SELF',
      });
      expect(Properties.Parameters).toBeUndefined();
    }
    expect(Roles.Properties.StackSetName).toBe('atlas-privatelink-default-roles');
    expect(Rules.Properties.StackSetName).toBe('atlas-privatelink-default-rules');
  });

  it('put the roles into the home Region, and the rules into each, without overridden parameters', () => {
    const { Roles, Rules } = stackSets();
    const group = (Regions: string[]) => [{ DeploymentTargets: { OrganizationalUnitIds: UNITS }, Regions }];
    expect(Roles.Properties.StackInstancesGroup).toEqual(group(['eu-west-1']));
    expect(Rules.Properties.StackInstancesGroup).toEqual(group(REGIONS));
  });

  it('make the roles before the rules: in a deployment, and in an automatic one', () => {
    const { Rules } = stackSets();
    const [roles] = Rules.DependsOn;
    expect(roles).toMatch(/^MembersRoles/);
    expect(Rules.Properties.AutoDeployment.DependsOn).toEqual([
      {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':cloudformation:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':stackset/',
            { 'Fn::GetAtt': [roles, 'StackSetId'] },
          ],
        ],
      },
    ]);
  });

  it('of a delegated administrator are in the management account', () => {
    const { Roles, Rules } = stackSets({ managementAccountId: '999999999999' });
    expect([Roles.Properties.CallAs, Rules.Properties.CallAs]).toEqual([
      'DELEGATED_ADMIN',
      'DELEGATED_ADMIN',
    ]);
    expect(JSON.stringify(Rules.Properties.AutoDeployment.DependsOn)).toContain(':999999999999:stackset/');
  });

  it('tolerate a tenth of the accounts and go Region by Region, unless told otherwise', () => {
    const { Roles, Rules } = stackSets();
    expect(Rules.Properties.OperationPreferences).toEqual({
      FailureTolerancePercentage: 10,
      MaxConcurrentPercentage: 25,
      ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      RegionConcurrencyType: 'SEQUENTIAL',
      RegionOrder: REGIONS,
    });
    expect(Roles.Properties.OperationPreferences.RegionOrder).toEqual(['eu-west-1']);
    const operation = {
      failureTolerancePercentage: 0,
      maxConcurrentPercentage: 100,
      regionsInParallel: true,
    };
    expect(
      stackSets({ operation, regions: ['us-east-1'] }).Rules.Properties.OperationPreferences,
    ).toMatchObject({
      FailureTolerancePercentage: 0,
      MaxConcurrentPercentage: 100,
      RegionConcurrencyType: 'PARALLEL',
      RegionOrder: ['us-east-1'],
    });
  });
});

describe('the templates in the StackSets of members', () => {
  it('are the parts of the member stack, as constants', () => {
    const { Roles, Rules } = stackSets();
    const [roles, rules] = [Roles, Rules].map(({ Properties }) => JSON.parse(Properties.TemplateBody));
    expect(roles.Parameters).toBeUndefined();
    expect(rules.Parameters).toBeUndefined();
    const whole = memberTemplate().toJSON();
    const withoutOrder = Object.fromEntries(
      Object.entries(whole.Resources as Json).map(([id, resource]) => {
        const { DependsOn, ...others } = resource as Json;
        return [id, others];
      }),
    );
    expect({ ...roles.Resources, ...rules.Resources }).toEqual(withoutOrder);
    expect(rules.Conditions).toEqual(whole.Conditions);
  });

  it('have IAM with fixed names in the one of a single Region alone, and need a capability there', () => {
    const { Roles, Rules } = stackSets();
    expect(Rules.Properties.TemplateBody).not.toContain('AWS::IAM::');
    expect(Rules.Properties.Capabilities).toBeUndefined();
    expect(Roles.Properties.Capabilities).toEqual(['CAPABILITY_NAMED_IAM']);
  });

  it('need no bootstrap, have no trace of the CDK, and are far below what a request takes', () => {
    for (const { Properties } of Object.values(stackSets())) {
      expect(Properties.TemplateBody).not.toMatch(/bootstrap|aws:cdk|AWS::CDK::Metadata|Asset/i);
      expect(Buffer.byteLength(Properties.TemplateBody)).toBeLessThan(51_200 / 4);
    }
  });

  it('are the same whatever the feature flags and the CLI of the app', () => {
    const context = { '@aws-cdk/aws-iam:minimizePolicies': true, 'aws:cdk:enable-path-metadata': true };
    process.env.CDK_CONTEXT_JSON = JSON.stringify(context);
    try {
      const bodies = Object.values(stackSets({}, new Stack(new App({ context }), 'Test')));
      delete process.env.CDK_CONTEXT_JSON;
      expect(bodies.map(({ Properties }) => Properties.TemplateBody)).toEqual(
        Object.values(stackSets()).map(({ Properties }) => Properties.TemplateBody),
      );
    } finally {
      delete process.env.CDK_CONTEXT_JSON;
    }
  });

  it("have the hub's account and Region, and not the member's, where the hub is in the same stack", () => {
    const stack = newStack();
    const members = AtlasMembers.organization('o-a1b2c3d4e5', { regions: REGIONS });
    const { hub } = createLink({ members }, stack);
    const { Rules } = stackSets({ hub }, stack);
    // The parts between are the member's; these are resolved in the stack of the hub.
    const parts: Json[] = Rules.Properties.TemplateBody['Fn::Join'][1];
    const resolved = parts
      .map((part) =>
        typeof part === 'string'
          ? part
          : { 'AWS::AccountId': '111122223333', 'AWS::Region': 'eu-west-1' }[part.Ref as string],
      )
      .join('');
    const inHub = flat(JSON.parse(resolved));
    const literal = stackSets({ hub: { ...HUB, tagKeys: ['atlas'], regions: REGIONS } });
    expect(inHub).toEqual(flat(JSON.parse(literal.Rules.Properties.TemplateBody)));
  });

  it('that are too long are refused, with what to do', () => {
    const tagKeys = Array.from({ length: 500 }, (_, index) =>
      `a-key-of-a-tag-that-is-long-${index}`.padEnd(110, 'x'),
    );
    expect(() => stackSets({ hub: { ...HUB, tagKeys, regions: REGIONS } })).toThrow(
      /hub: the template of the members would have \d{5} bytes, and CloudFormation takes 51200\./,
    );
  });
});

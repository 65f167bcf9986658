import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { AtlasPrivateLink, AtlasPrivateLinkProvider } from '../../lib/index.js';
import { createLink, newStack, requiredProps, statementsIn } from './synthesized-stack.js';

function vpcIn(stack: Stack) {
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-private'],
    isolatedSubnetIds: ['subnet-isolated'],
  });
}

const CONSTRUCTS: readonly (readonly [string, (stack: Stack) => unknown])[] = [
  [
    'the automation',
    (stack) => new AtlasPrivateLink(stack, 'Links', { ...requiredProps(), vpc: vpcIn(stack) }),
  ],
  [
    'the provider',
    (stack) =>
      new AtlasPrivateLinkProvider(stack, 'Atlas', { projects: requiredProps().projects, vpc: vpcIn(stack) }),
  ],
];

/** `VpcConfig` of the functions that conclude, and of those that call Atlas. */
function networksIn(stack: Stack) {
  const functions = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const configs = (concluding: boolean) =>
    functions
      .filter(([id]) => id.includes('FinalizeLink') === concluding)
      .map(([, { Properties }]) => Properties.VpcConfig);
  return { concluding: configs(true), asking: configs(false) };
}

describe.each(CONSTRUCTS)('with a VPC, %s', (_, create) => {
  it('has the functions that call Atlas in the private subnets, and the others outside', () => {
    const stack = newStack();
    create(stack);
    const { concluding, asking } = networksIn(stack);
    expect(concluding).toEqual([undefined]);
    expect(asking.length).toBeGreaterThan(1);
    for (const config of asking) {
      expect(config.SubnetIds).toEqual(['subnet-private']);
      expect(config.SecurityGroupIds).toHaveLength(1);
    }
  });

  it('allows outbound HTTPS and nothing inbound', () => {
    const stack = newStack();
    create(stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    const [group] = Object.values(template.findResources('AWS::EC2::SecurityGroup'));
    expect(group?.Properties.SecurityGroupIngress).toBeUndefined();
    expect(group?.Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ]);
  });

  it('allows Lambda to create network interfaces, but not the function’s own code', () => {
    const stack = newStack();
    create(stack);
    const statements = statementsIn(Template.fromStack(stack)).filter(({ Action }) =>
      [Action].flat().includes('ec2:CreateNetworkInterface'),
    );
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    const denied = statements.filter(({ Effect }) => Effect === 'Deny');
    expect(allowed.length).toBeGreaterThan(1);
    expect(denied).toHaveLength(allowed.length);
    // Subnets may be shared by another account, so any account is allowed.
    for (const { Resource } of allowed)
      expect(JSON.stringify(Resource)).toMatch(/"AWS::Region"},":\*:\*\/\*"|:\*:\*\/\*/);
    expect(denied.flatMap(({ Action }) => Action)).not.toContain('ec2:DescribeSubnets');
    for (const { Condition } of denied)
      expect(Condition).toEqual({ Null: { 'lambda:SourceFunctionArn': 'false' } });
  });

  it('passes cdk-nag AwsSolutions', () => {
    const app = new App();
    create(new Stack(app, 'Test'));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});

describe('the network', () => {
  it('uses the given subnets and security groups', () => {
    const stack = newStack();
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f60718');
    const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    createLink({ vpc: vpcIn(stack), vpcSubnets, securityGroups: [group] }, stack);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
    for (const config of networksIn(stack).asking) {
      expect(config).toMatchObject({
        SubnetIds: ['subnet-isolated'],
        SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'],
      });
    }
  });

  it('is absent without a VPC, and nothing may create network interfaces', () => {
    const stack = newStack();
    createLink({}, stack);
    expect(networksIn(stack).asking.every((config) => config === undefined)).toBe(true);
    const actions = statementsIn(Template.fromStack(stack)).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes('NetworkInterface'))).toEqual([]);
  });

  const WITHOUT_WAY_OUT: readonly (readonly [string, (stack: Stack) => IVpc, RegExp])[] = [
    [
      'without a NAT gateway',
      (stack) => new Vpc(stack, 'Vpc', { natGateways: 0 }),
      /vpc: expected private subnets with a route to Atlas and AWS, received a VPC with only isolated and public subnets\. Give it a NAT gateway \(natGateways: 1\), or name subnets/,
    ],
    [
      'with public subnets alone',
      (stack) =>
        new Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'p', subnetType: SubnetType.PUBLIC }] }),
      /received a VPC with only public subnets/,
    ],
    [
      'of which nothing is known but its id',
      (stack) =>
        Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a1b', availabilityZones: ['eu-west-1a'] }),
      /received a VPC with no known subnets/,
    ],
  ];

  it.each(WITHOUT_WAY_OUT)(
    'with a VPC %s is refused, because the documented default does not exist',
    (_, vpcOf, message) => {
      const stack = newStack();
      expect(() => createLink({ vpc: vpcOf(stack) }, stack)).toThrow(message);
      const { projects } = requiredProps();
      const other = newStack();
      expect(() => new AtlasPrivateLinkProvider(other, 'Atlas', { projects, vpc: vpcOf(other) })).toThrow(
        message,
      );
    },
  );

  it('accepts named subnets, because templates do not show their routes', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc', { natGateways: 0 });
    const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    expect(() => createLink({ vpc, vpcSubnets }, stack)).not.toThrow();
  });

  it('accepts a VPC with a NAT gateway, and one that is looked up', () => {
    const stack = newStack('111122223333');
    const looked = Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-0a1b2c3d' });
    for (const vpc of [new Vpc(stack, 'Vpc', { natGateways: 1 }), looked]) {
      const { projects } = requiredProps();
      expect(
        () => new AtlasPrivateLinkProvider(stack, `${vpc.node.id}Atlas`, { projects, vpc }),
      ).not.toThrow();
    }
  });

  it.each([
    [{ vpcSubnets: {} }, /vpc: expected the VPC that vpcSubnets belongs to, received none/],
    [{ securityGroups: [] }, /vpc: expected the VPC that securityGroups belongs to/],
  ])('refuses %j without a VPC', (props, message) => {
    expect(() => createLink(props)).toThrow(message);
  });

  it('refuses an empty list of security groups', () => {
    const stack = newStack();
    expect(() => createLink({ vpc: vpcIn(stack), securityGroups: [] }, stack)).toThrow(
      /securityGroups: expected at least one/,
    );
  });
});

import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLink, type PolicyStatement, statementsIn, templateOf } from './synthesized-stack.js';

type Statement = PolicyStatement & { readonly policy: string };
let statements: Statement[];

beforeAll(() => {
  statements = statementsIn(templateOf(createLink()));
});

const actionsOf = (statement: Statement) => [statement.Action].flat();
const allowing = (action: string) => statements.filter((statement) => actionsOf(statement).includes(action));
const holder = ({ policy }: Statement) =>
  policy.replace(/^Links(Functions|Workflow)/, '').replace(/Role.*$/, '');

/** Calls for which IAM has no resources. */
const WITHOUT_RESOURCE =
  /^(ec2:DescribeVpcEndpoints|xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)|logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups))$/;

describe('what the functions may do', () => {
  it('names every action: no wildcard', () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is on all resources only where AWS knows none', () => {
    const open = statements.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(actionsOf);
    expect(open.filter((action) => !WITHOUT_RESOURCE.test(action))).toEqual([]);
  });

  it('grants nothing through managed policies or inline policies of roles', () => {
    const roles = Object.values(templateOf(createLink()).findResources('AWS::IAM::Role'));
    expect(roles.flatMap(({ Properties }) => [Properties.ManagedPolicyArns, Properties.Policies])).toEqual(
      roles.flatMap(() => [undefined, undefined]),
    );
  });

  it.each([
    ['secretsmanager:GetSecretValue', ['ReceiveEndpointEvent', 'ChangeTarget', 'ObserveLink']],
    ['states:StartExecution', ['ReceiveEndpointEvent']],
    ['events:PutEvents', ['ConcludeLink']],
    ['ec2:CreateTags', ['ConcludeLink']],
    ['ec2:DescribeVpcEndpoints', ['ReceiveEndpointEvent', 'ChangeTarget', 'ObserveLink']],
    ['lambda:InvokeFunction', ['StateMachine']],
  ])('%s belongs to %s alone', (action, holders) => {
    expect(new Set(allowing(action).map(holder))).toEqual(new Set(holders));
  });

  it.each([
    'ec2:DeleteVpcEndpoints',
    'ec2:CreateVpcEndpoint',
    'ec2:ModifyVpcEndpoint',
    'secretsmanager:PutSecretValue',
    'kms:Decrypt',
  ])('%s is granted to nobody', (action) => {
    expect(allowing(action)).toEqual([]);
  });

  it('tags VPC endpoints only, and only with the two status tags', () => {
    const [statement] = allowing('ec2:CreateTags');
    expect(JSON.stringify(statement?.Resource)).toContain(':vpc-endpoint/*');
    expect(statement?.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'aws:TagKeys': ['atlas-privatelink:status', 'atlas-privatelink:project-id'],
      },
    });
  });

  it('does not tag at all when tagging is off', () => {
    const without = statementsIn(templateOf(createLink({ tagEndpoints: false })));
    expect(without.flatMap(actionsOf)).not.toContain('ec2:CreateTags');
  });

  it('lets a role redrive, and no more, when asked to', () => {
    const link = createLink();
    const role = new Role(Stack.of(link), 'OnCall', { assumedBy: new AccountRootPrincipal() });
    link.grantRedrive(role);
    const granted = statementsIn(templateOf(link)).filter(({ policy }) => policy.startsWith('OnCall'));
    expect(new Set(granted.flatMap(actionsOf))).toEqual(
      new Set([
        'lambda:InvokeFunction',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueUrl',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
      ]),
    );
    expect(JSON.stringify(granted.map(({ Resource }) => Resource))).not.toContain('*');
  });

  it('reads the named secret and no other', () => {
    for (const { Resource } of allowing('secretsmanager:GetSecretValue')) {
      expect(JSON.stringify(Resource)).toContain(':secret:atlas/automation-??????');
    }
  });
});

import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { beforeAll, describe, expect, it } from 'vitest';
import { StatusTag } from '../../lambda/contract/tags.js';
import { AtlasCredentials } from '../../lib/index.js';
import { createLink, type PolicyStatement, statementsIn, templateOf } from './synthesized-stack.js';

type Statement = PolicyStatement & { readonly policy: string };
let statements: Statement[];

beforeAll(() => {
  statements = statementsIn(templateOf(createLink()));
});

const actionsOf = (statement: Statement) => [statement.Action].flat();
const allowing = (action: string) => statements.filter((statement) => actionsOf(statement).includes(action));
/** Roles of the triggers of the reconciliation, and of its state machine. */
const [EVENTS, SCHEDULER, RECONCILIATION] = ['EventBridge', 'Scheduler', 'Reconciliation'];
/** The policy with which the poller resumes waiting tasks. */
const RESUMING = 'WaitingLinksResume';
const holder = ({ policy }: Statement) => {
  if (policy.startsWith('LinksEngineWaitingLinksResume')) return RESUMING;
  if (policy.startsWith('SchedulerRole')) return SCHEDULER;
  if (policy.startsWith('LinksReconciliationWorkflow'))
    return policy.includes('EventsRole') ? EVENTS : RECONCILIATION;
  return policy.replace(/^Links(Engine)?(Workflow)?/, '').replace(/Role.*$/, '');
};

/** Actions without resource-level permissions. */
const WITHOUT_RESOURCE =
  /^(ec2:Describe(VpcEndpoints|VpcEndpointServices|SecurityGroups|Subnets|VpcEndpointConnectionNotifications)|ec2:(Create|Delete)VpcEndpointConnectionNotifications?|xray:(PutTraceSegments|PutTelemetryRecords|GetSamplingRules|GetSamplingTargets)|logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups))$/;

describe('the permissions of the functions', () => {
  it('name every action without wildcards', () => {
    expect(statements.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('are on all resources only for actions without resource-level permissions', () => {
    const open = statements.filter(({ Resource }) => [Resource].flat().includes('*')).flatMap(actionsOf);
    expect(open.filter((action) => !WITHOUT_RESOURCE.test(action))).toEqual([]);
  });

  it('include no managed policies and no inline policies of roles', () => {
    const roles = Object.values(templateOf(createLink()).findResources('AWS::IAM::Role'));
    expect(roles.flatMap(({ Properties }) => [Properties.ManagedPolicyArns, Properties.Policies])).toEqual(
      roles.flatMap(() => [undefined, undefined]),
    );
  });

  it.each([
    [
      'secretsmanager:GetSecretValue',
      ['ReceiveEndpointEvent', 'ProvisionTarget', 'PollLink', 'ReconcileLinks'],
    ],
    ['states:StartExecution', ['ReceiveEndpointEvent', 'ReconcileLinks', EVENTS, SCHEDULER]],
    ['states:DescribeExecution', ['ReceiveEndpointEvent', 'ReconcileLinks']],
    ['events:PutEvents', ['FinalizeLink', 'ReconcileLinks']],
    ['ec2:CreateTags', ['FinalizeLink']],
    ['ec2:DescribeVpcEndpoints', ['ReceiveEndpointEvent', 'ProvisionTarget', 'PollLink', 'ReconcileLinks']],
    ['ec2:DescribeSecurityGroups', ['ReceiveEndpointEvent', 'ReconcileLinks']],
    ['ssm:PutParameter', ['ReceiveEndpointEvent', 'ProvisionTarget', 'FinalizeLink', 'ReconcileLinks']],
    ['ssm:GetParameter', ['ReceiveEndpointEvent', 'ProvisionTarget', 'FinalizeLink', 'ReconcileLinks']],
    ['states:SendTaskSuccess', [RESUMING]],
    ['dynamodb:UpdateItem', ['PollLink', 'FinalizeLink', 'ReconcileLinks']],
    ['dynamodb:Scan', ['PollLink', 'ReconcileLinks']],
    ['dynamodb:DeleteItem', ['FinalizeLink']],
    ['ec2:CreateVpcEndpointConnectionNotification', ['PollLink']],
    ['ec2:DeleteVpcEndpointConnectionNotifications', ['FinalizeLink', 'ReconcileLinks']],
    ['lambda:InvokeFunction', ['StateMachine', RECONCILIATION]],
  ])('include %s for %s only', (action, holders) => {
    expect(new Set(allowing(action).map(holder))).toEqual(new Set(holders));
  });

  it.each([
    'ec2:DeleteVpcEndpoints',
    'ec2:CreateVpcEndpoint',
    'ec2:ModifyVpcEndpoint',
    'secretsmanager:UpdateSecret',
    'secretsmanager:DescribeSecret',
    'sqs:GetQueueUrl',
    'sqs:GetQueueAttributes',
    'secretsmanager:UpdateSecretVersionStage',
    'kms:Decrypt',
  ])('do not include %s', (action) => {
    expect(allowing(action)).toEqual([]);
  });

  it('allow tags on VPC endpoints only, and only the two status tags', () => {
    const [statement] = allowing('ec2:CreateTags');
    expect(JSON.stringify(statement?.Resource)).toContain(':vpc-endpoint/*');
    expect(statement?.Condition).toEqual({
      'ForAllValues:StringEquals': {
        'aws:TagKeys': Object.values(StatusTag),
      },
    });
  });

  it('do not allow tags if tagging is off', () => {
    const without = statementsIn(templateOf(createLink({ tagEndpoints: false })));
    expect(without.flatMap(actionsOf)).not.toContain('ec2:CreateTags');
  });

  it('allow a role only to redrive, if asked to', () => {
    const link = createLink();
    const role = new Role(Stack.of(link), 'OnCall', { assumedBy: new AccountRootPrincipal() });
    link.grantRedrive(role);
    const granted = statementsIn(templateOf(link)).filter(({ policy }) => policy.startsWith('OnCall'));
    expect(new Set(granted.flatMap(actionsOf))).toEqual(
      new Set([
        'lambda:InvokeFunction',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        // For a dead-letter message of the schedule.
        'states:StartExecution',
      ]),
    );
    expect(JSON.stringify(granted.map(({ Resource }) => Resource))).not.toContain('*');
  });

  it('allow parameters of the registry only', () => {
    const parameters = statements.filter((statement) =>
      actionsOf(statement).some((a) => a.startsWith('ssm:')),
    );
    expect(parameters.length).toBeGreaterThan(4);
    for (const { Resource } of parameters)
      expect(JSON.stringify(Resource)).toMatch(
        /:parameter\/atlas-privatelink\/(links|connection-strings|removals)/,
      );
  });

  it('allow the receiver to remove connection strings with a link, and not to write any', () => {
    const actionsOn = (path: string) =>
      statements
        .filter(({ Resource }) => JSON.stringify(Resource).includes(`:parameter/atlas-privatelink/${path}`))
        .filter((statement) => holder(statement) === 'ReceiveEndpointEvent')
        .flatMap(actionsOf);
    expect(new Set(actionsOn('connection-strings'))).toEqual(
      new Set(['ssm:GetParametersByPath', 'ssm:DeleteParameters']),
    );
  });

  it('allow reads of executions of the link workflow only', () => {
    const [statement] = allowing('states:DescribeExecution');
    expect(JSON.stringify(statement?.Resource)).toMatch(/:execution:.*LinksEngineWorkflowStateMachine.*:\*/);
  });

  it('allow an application only to read the connection strings of one endpoint, if asked to', () => {
    const link = createLink();
    const role = new Role(Stack.of(link), 'Application', { assumedBy: new AccountRootPrincipal() });
    link.grantReadConnectionStrings(role, 'vpce-0a1b2c3d4e5f60718');
    const granted = statementsIn(templateOf(link)).filter(({ policy }) => policy.startsWith('Application'));
    expect(new Set(granted.flatMap(actionsOf))).toEqual(
      new Set(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath']),
    );
    for (const resource of granted.flatMap(({ Resource }) => Resource))
      expect(JSON.stringify(resource)).toContain('/connection-strings/vpce-0a1b2c3d4e5f60718');
  });

  it('allow reads of the named secret and of the access tokens only', () => {
    const read = allowing('secretsmanager:GetSecretValue').flatMap(({ Resource }) => Resource);
    for (const resource of read) {
      expect(JSON.stringify(resource)).toMatch(/:secret:atlas\/automation-\?{6}|"Ref":"\w*AccessTokens\w*"/);
    }
  });

  it('allow writes to the secret of the access tokens only', () => {
    const written = allowing('secretsmanager:PutSecretValue').flatMap(({ Resource }) => Resource);
    expect(written.length).toBeGreaterThan(0);
    for (const resource of written)
      expect(resource).toEqual({ Ref: expect.stringContaining('EngineAccessTokens') });
  });

  it.each([
    [1, 1],
    [3, 1],
    [4, 2],
    [7, 3],
  ])(
    'include, for %i service accounts in projects of two each, %i secrets of access tokens',
    (accounts, secrets) => {
      const projects = Array.from({ length: 2 * accounts }, (_, index) => ({
        projectId: index.toString(16).padStart(24, '0'),
        credentials: AtlasCredentials.fromSecretName(`atlas/${index % accounts}`),
      }));
      templateOf(createLink({ projects })).resourceCountIs('AWS::SecretsManager::Secret', secrets);
    },
  );

  it('allow no writes to a secret if access tokens are not shared', () => {
    const template = templateOf(createLink({ shareAccessTokens: false }));
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    expect(statementsIn(template).flatMap(actionsOf)).not.toContain('secretsmanager:PutSecretValue');
  });
});

/** Compares the actions granted to each role with those that its holder can call: they must be equal. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { Environment } from '../../lambda/contract/environment.js';
import { HANDLERS } from '../../lambda/contract/handlers.js';
import { LinkFunction } from '../../lib/engine/link-function.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkProvider,
} from '../../lib/index.js';
import { memberPermissions } from '../../lib/member/member-permissions.js';
import { requiredProps, statementsIn } from '../lib/synthesized-stack.js';
import { type SdkCall, Sources } from './call-graph.js';
import { calledActions, onParameter, ParameterPath, sorted } from './called-actions.js';

const entryOf = (handler: string) => `lambda/handlers/${handler}.ts`;
const sources = new Sources(HANDLERS.map(entryOf));

/** Code that a function contains but does not use in a configuration. */
const UNUSED: readonly {
  readonly when: (environment: Readonly<Record<string, unknown>>) => boolean;
  readonly code: readonly string[];
}[] = [
  // Only custom resources have requests that need responses, and rollbacks of stopped executions.
  {
    when: (environment) => environment[Environment.OPEN_REQUESTS_PATH] === undefined,
    code: ['createOpenRequests', 'createRequestExecutions', 'createExecutionHistory.resume'],
  },
  { when: (environment) => environment[Environment.REGISTRY] === 'false', code: ['createRegistry'] },
  {
    when: (environment) => environment[Environment.TAG_ENDPOINTS] === 'false',
    code: ['createVpcEndpoints.tag'],
  },
  // Links of custom resources belong to their stack, independently of the registry.
  {
    when: (environment) => environment[Environment.ENDPOINT_SELECTION] === undefined,
    code: ['reasonToDrop', 'reasonNotToRegister'],
  },
  // Links of custom resources do not wait for the acceptance in EC2.
  {
    when: (environment) => environment[Environment.WAITING_LINKS_TABLE] === undefined,
    code: ['createWaitingLinks', 'createWaitingTasks', 'awaitAcceptance'],
  },
  {
    when: (environment) => environment[Environment.CONNECTION_TOPIC_ARN] === undefined,
    code: ['createConnectionNotifications', 'sweepNotifications'],
  },
  { when: (environment) => environment[Environment.MEMBERS] === undefined, code: ['wireHub', 'wireHub.at'] },
  // A long list of projects contains these secrets as well.
  {
    when: (environment) =>
      environment[Environment.ACCESS_TOKENS_SECRETS] === undefined &&
      environment[Environment.ATLAS_PROJECT_LIST] === undefined,
    code: ['createTokenStore'],
  },
  {
    when: (environment) => environment[Environment.ATLAS_PROJECT_LIST] === undefined,
    code: ['readProjectList'],
  },
];

const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACE_ACTIONS = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
/** Source: Lambda's documentation, "Giving Lambda functions access to resources in an Amazon VPC". */
const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
/**
 * Source: Step Functions' documentation, "Using CloudWatch Logs to log execution history" and "Trace with AWS X-Ray".
 */
const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
const SAMPLED_TRACE_ACTIONS = [...TRACE_ACTIONS, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'];

/** Properties in the template, which CloudFormation's own validation has accepted. */
// biome-ignore lint/suspicious/noExplicitAny: the shape depends on the resource type
type Properties = any;

class Synthesized {
  readonly template: Template;

  constructor(readonly stack: Stack) {
    this.template = Template.fromStack(stack);
  }

  of(type: string): [id: string, properties: Properties][] {
    return Object.entries(this.template.findResources(type)).map(([id, { Properties }]) => [id, Properties]);
  }

  get functions(): LinkFunction[] {
    return this.stack.node.findAll().filter((construct) => construct instanceof LinkFunction);
  }

  idOf({ function: ofStack }: LinkFunction): string {
    return this.stack.resolve(ofStack.functionName).Ref;
  }

  propertiesOf(caller: LinkFunction): Properties {
    return this.template.findResources('AWS::Lambda::Function')[this.idOf(caller)]?.Properties;
  }

  /** Actions allowed to the role, with the kind of the parameter if the resource is one. */
  grantedTo(roleId: string): string[] {
    const policies = this.of('AWS::IAM::Policy').filter(([, { Roles }]) =>
      JSON.stringify(Roles).includes(`"${roleId}"`),
    );
    const ids = policies.map(([id]) => id);
    const statements = statementsIn(this.template).filter(
      ({ policy, Effect }) => ids.includes(policy) && Effect === 'Allow',
    );
    return sorted(
      statements.flatMap(({ Action, Resource }) =>
        [Action].flat().flatMap((action) => withKinds(action, Resource)),
      ),
    );
  }
}

function withKinds(action: string, resource: unknown): string[] {
  if (!action.startsWith('ssm:')) return [action];
  return [resource].flat().map((one) => onParameter(action, kindOf(JSON.stringify(one))));
}

function kindOf(resource: string): string {
  const found = Object.entries(ParameterPath).find(([, path]) =>
    new RegExp(`:parameter${path}(/|")`).test(resource),
  );
  return found?.[0] ?? resource;
}

const called = new Map<string, string[]>();

function actionsOfCode(caller: LinkFunction, environment: Readonly<Record<string, unknown>>): string[] {
  // ReceiveEndpointEvent: receive-endpoint-event
  const handler = caller.node.id.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
  const unused = UNUSED.filter(({ when }) => when(environment)).flatMap(({ code }) => code);
  const key = [handler, ...unused].join(' ');
  const actions = called.get(key) ?? calledActions(sources, [sources.file(entryOf(handler))], unused);
  called.set(key, actions);
  return actions;
}

/** Actions of the Lambda service with the role of a function. */
function actionsOfLambda(synthesized: Synthesized, caller: LinkFunction, properties: Properties): string[] {
  const hasFailureQueue = synthesized
    .of('AWS::Lambda::EventInvokeConfig')
    .some(
      ([, config]) =>
        config.FunctionName.Ref === synthesized.idOf(caller) && config.DestinationConfig !== undefined,
    );
  return [
    ...(properties.LoggingConfig === undefined ? [] : LOG_ACTIONS),
    ...(properties.TracingConfig?.Mode === 'Active' ? TRACE_ACTIONS : []),
    ...(properties.VpcConfig === undefined ? [] : INTERFACE_ACTIONS),
    ...(hasFailureQueue ? ['sqs:SendMessage'] : []),
  ];
}

/** Actions of each role's holder, by the id of the role. */
function actionsByRole(synthesized: Synthesized): Map<string, string[]> {
  const actions = new Map<string, string[]>();
  const add = (role: Properties, more: readonly string[]) => {
    const id = role['Fn::GetAtt'][0];
    actions.set(id, sorted([...(actions.get(id) ?? []), ...more]));
  };
  for (const caller of synthesized.functions) {
    const properties = synthesized.propertiesOf(caller);
    add(properties.Role, [
      ...actionsOfCode(caller, properties.Environment.Variables),
      ...actionsOfLambda(synthesized, caller, properties),
    ]);
  }
  for (const [, machine] of synthesized.of('AWS::StepFunctions::StateMachine')) {
    add(machine.RoleArn, machine.LoggingConfiguration === undefined ? [] : LOG_DELIVERY_ACTIONS);
    add(machine.RoleArn, machine.TracingConfiguration?.Enabled === true ? SAMPLED_TRACE_ACTIONS : []);
    add(machine.RoleArn, calledIn(machine).length === 0 ? [] : ['lambda:InvokeFunction']);
  }
  for (const [, { Targets = [] }] of synthesized.of('AWS::Events::Rule'))
    for (const { Arn, RoleArn } of Targets) if (RoleArn !== undefined) add(RoleArn, [deliveryTo(Arn)]);
  for (const [, { Target }] of synthesized.of('AWS::Scheduler::Schedule'))
    add(Target.RoleArn, [
      deliveryTo(Target.Arn),
      ...(Target.DeadLetterConfig === undefined ? [] : ['sqs:SendMessage']),
    ]);
  return actions;
}

/** `Ref` of a state machine is its ARN; a function has an attribute for its ARN. */
function deliveryTo(arn: Properties): string {
  return arn.Ref === undefined ? 'lambda:InvokeFunction' : 'states:StartExecution';
}

/** Resources of the definition's tasks: ids of functions; other resources are left unchanged. */
function calledIn({ DefinitionString }: Properties): string[] {
  const parts: readonly Properties[] = DefinitionString['Fn::Join'][1];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : (part['Fn::GetAtt']?.[0] ?? part.Ref)))
    .join('');
  const { States } = JSON.parse(text) as { States: Record<string, Properties> };
  // A task with a callback names its function in its parameters.
  return sorted(
    Object.values(States).flatMap(({ Resource, Parameters }) => Parameters?.FunctionName ?? Resource ?? []),
  );
}

const { projects } = requiredProps();
/** More projects than fit into the environment. */
const MANY = Array.from({ length: 30 }, (_, index) => ({
  projectId: index.toString(16).padStart(24, '0'),
  credentials: AtlasCredentials.fromSecretName('atlas/automation'),
}));
const vpc = (stack: Stack) =>
  Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-private'],
  });

const STACKS: readonly (readonly [name: string, create: (stack: Stack) => unknown])[] = [
  ['the automation', (stack) => new AtlasPrivateLink(stack, 'Links', requiredProps())],
  [
    'the automation with everything off that can be',
    (stack) =>
      new AtlasPrivateLink(stack, 'Links', {
        ...requiredProps(),
        tagEndpoints: false,
        shareAccessTokens: false,
        push: false,
      }),
  ],
  [
    'the automation in a VPC',
    (stack) => new AtlasPrivateLink(stack, 'Links', { ...requiredProps(), vpc: vpc(stack) }),
  ],
  [
    'the automation of many projects',
    (stack) => new AtlasPrivateLink(stack, 'Links', { ...requiredProps(), projects: MANY }),
  ],
  [
    'a hub',
    (stack) =>
      new AtlasPrivateLink(stack, 'Links', {
        ...requiredProps(),
        members: AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1', 'eu-central-1'] }),
      }),
  ],
  [
    'a hub of listed accounts',
    (stack) =>
      new AtlasPrivateLink(stack, 'Links', {
        ...requiredProps(),
        members: AtlasMembers.accounts(['222233334444'], { regions: ['eu-west-1'] }),
      }),
  ],
  ['the provider', (stack) => new AtlasPrivateLinkProvider(stack, 'Atlas', { projects })],
  [
    'the provider in a VPC',
    (stack) => new AtlasPrivateLinkProvider(stack, 'Atlas', { projects, vpc: vpc(stack) }),
  ],
];

describe.each(STACKS)('in %s', (_, create) => {
  const stack = new Stack(new App(), 'Test');
  create(stack);
  const synthesized = new Synthesized(stack);

  it('each role is granted exactly what its holder can call', () => {
    const granted = synthesized
      .of('AWS::IAM::Role')
      .map(([roleId]) => [roleId, synthesized.grantedTo(roleId)]);
    expect(Object.fromEntries(granted)).toEqual(Object.fromEntries(actionsByRole(synthesized)));
  });

  it('each state machine may invoke exactly the functions of its definition', () => {
    for (const [, machine] of synthesized.of('AWS::StepFunctions::StateMachine')) {
      const roleId: string = machine.RoleArn['Fn::GetAtt'][0];
      const invoked = statementsIn(synthesized.template)
        .filter(({ policy }) => policy.startsWith(roleId.slice(0, -8)))
        .filter(({ Action }) => [Action].flat().includes('lambda:InvokeFunction'))
        .flatMap(({ Resource }) => Resource as Properties)
        .map((resource) => resource['Fn::GetAtt']?.[0] ?? resource);
      expect(sorted(invoked)).toEqual(calledIn(machine));
    }
  });

  it('the log group of each state machine is below /aws/vendedlogs/', () => {
    const machines = synthesized.of('AWS::StepFunctions::StateMachine');
    expect(machines.length).toBeGreaterThan(0);
    for (const [, { LoggingConfiguration }] of machines) {
      const [{ CloudWatchLogsLogGroup }] = LoggingConfiguration.Destinations;
      const group = CloudWatchLogsLogGroup.LogGroupArn['Fn::GetAtt'][0];
      const { LogGroupName } = Object.fromEntries(synthesized.of('AWS::Logs::LogGroup'))[group];
      // A joined name begins with its first part.
      const [first] = typeof LogGroupName === 'string' ? [LogGroupName] : LogGroupName['Fn::Join'][1];
      expect(first).toMatch(/^\/aws\/vendedlogs\//);
    }
  });
});

describe('code that a configuration does not use', () => {
  it.each(UNUSED.flatMap(({ code }) => code))('%s exists', (name) => {
    expect(sources.knows(name)).toBe(true);
  });
});

/** What the functions call with the role of a member: the adapters of `adaptersAt`, and what `memberRegistry` uses. */
const MEMBER_ADAPTERS: Readonly<Record<string, string>> = {
  createVpcEndpoints: 'lambda/aws/ec2-vpc-endpoints.ts',
  createNetwork: 'lambda/aws/ec2-network.ts',
  createRegistry: 'lambda/aws/registry.ts',
  createEventBus: 'lambda/aws/event-bus.ts',
  createMemberQueue: 'lambda/aws/member-queue.ts',
};
/** The command line asks these of a member (`doctor`, `members`); no function does. */
const OF_COMMAND_LINE = [
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:ListTrails',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  onParameter('ssm:GetParameter', 'MEMBER'),
];

/** Lists of parameters are read by a function that all adapters share. */
const PARAMETER_LISTS = 'lambda/aws/parameters.ts';

function isAtMember({ place, about }: SdkCall): boolean {
  if (place === PARAMETER_LISTS)
    return [...about].every((kind) => kind === 'CONNECTION_STRINGS') && about.size > 0;
  return Object.values(MEMBER_ADAPTERS).includes(place);
}

/** Names in the text of a function. */
function namesIn(path: string, name: string, pattern: RegExp): string[] {
  const text = sources.functionIn(path, name).getText();
  return sorted([...text.matchAll(pattern)].map(([, found = '']) => found));
}

describe('the role of a member', () => {
  const stack = new Stack(new App(), 'Test');
  const granted = sorted(
    memberPermissions(stack, 'default').flatMap(({ statement }) =>
      statement.actions.flatMap((action) => withKinds(action, stack.resolve(statement.resources))),
    ),
  );

  it('is granted exactly what the functions of a hub can call there, and what the command line asks', () => {
    const usedAtHome = new Set(namesIn('lambda/aws/member-registry.ts', 'memberRegistry', /home\.(\w+)\(/g));
    for (const name of namesIn('lambda/aws/member-registry.ts', 'copy', /home\.(\w+)\(/g))
      usedAtHome.add(name);
    const ofHubAlone = namesIn('lambda/aws/member-registry.ts', 'memberRegistry', /hub\.(\w+)\(/g)
      .filter((name) => !usedAtHome.has(name))
      .map((name) => `createRegistry.${name}`);
    expect(ofHubAlone.length).toBeGreaterThan(0);
    const entries = HANDLERS.filter((handler) => handler !== 'handle-custom-resource').map(entryOf);
    const calls = calledActions(
      sources,
      entries.map((entry) => sources.file(entry)),
      ofHubAlone,
      isAtMember,
    );
    expect(granted).toEqual(sorted([...calls, ...OF_COMMAND_LINE]));
  });

  it('is compared with all adapters that have its session', () => {
    const made = namesIn('lambda/runtime/hub/hub.ts', 'adaptersAt', /\b(create\w+)\(/g);
    expect(made).toEqual(sorted(Object.keys(MEMBER_ADAPTERS)));
  });
});

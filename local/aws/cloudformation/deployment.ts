/**
 * Creates a template's resources in the local AWS. Resources that are not simulated (such as log groups) are skipped.
 */

import type { Metrics } from '../cloudwatch/metrics.js';
import type { Tables } from '../dynamodb/tables.js';
import type { Network } from '../ec2/network.js';
import type { EventBuses } from '../event-bridge/event-buses.js';
import type { EventTargets } from '../event-bridge/event-targets.js';
import type { Schedules } from '../event-bridge/schedules.js';
import type { Permissions } from '../iam/permissions.js';
import type { Roles } from '../iam/roles.js';
import { requireJoining } from '../lambda/function-network.js';
import { withinLimit } from '../lambda/lambda-environment.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import { applicationLogLevel } from '../lambda/lambda-log-level.js';
import type { Place } from '../protocol/place.js';
import type { SecretValues } from '../secrets-manager/secret-values.js';
import type { Topics } from '../sns/topics.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import type { ParameterStore } from '../ssm/parameter-store.js';
import type { Executions } from '../step-functions/executions.js';
import { createEventBus, putBusPolicy } from './deployed-buses.js';
import { attachPolicies, putRoles } from './deployed-policies.js';
import { createQueue, setQueuePolicy } from './deployed-queues.js';
import { createRule, createSchedule } from './deployed-triggers.js';
import type { Resource, StackTemplate } from './stack-template.js';

/** Interface of StackSets for the stack that declares one. */
export interface DeployedStackSets {
  /** @throws AwsError if CloudFormation refuses the StackSet, or if more of its stacks fail than it tolerates */
  deploy(template: StackTemplate, resource: Resource, administrator: Place): void;
}

export interface LocalServices {
  readonly account: string;
  readonly region: string;
  readonly queues: MessageQueues;
  readonly functions: LambdaFunctions;
  readonly buses: EventBuses;
  readonly executions: Executions;
  readonly metrics: Metrics;
  readonly network: Network;
  readonly parameters: ParameterStore;
  readonly permissions: Permissions;
  /** The parts of the account that are the same in all Regions. */
  readonly iam: { readonly roles: Roles };
  readonly cloud: { readonly stackSets: DeployedStackSets };
  readonly schedules: Schedules;
  readonly secrets: SecretValues;
  readonly tables: Tables;
  readonly topics: Topics;
  readonly targets: EventTargets;
}

/** The template's properties. CloudFormation's own validation has accepted them. */
// biome-ignore lint/suspicious/noExplicitAny: the shape depends on the resource type
type Properties = any;

type Create = (template: StackTemplate, resource: Resource, services: LocalServices) => unknown;

/** The simulated resource types, in an order in which each type depends only on earlier ones. */
const CREATORS: readonly (readonly [type: string, create: Create])[] = [
  ['AWS::SQS::Queue', createQueue],
  ['AWS::SQS::QueuePolicy', setQueuePolicy],
  ['AWS::Lambda::Function', createFunction],
  ['AWS::DynamoDB::Table', createTable],
  ['AWS::SNS::Topic', createTopic],
  ['AWS::SNS::TopicPolicy', setTopicPolicy],
  ['AWS::SNS::Subscription', subscribe],
  ['AWS::StepFunctions::StateMachine', createStateMachine],
  ['AWS::SSM::Parameter', createParameter],
  ['AWS::SecretsManager::Secret', createSecret],
  ['AWS::Events::EventBus', createEventBus],
  ['AWS::Events::EventBusPolicy', putBusPolicy],
  ['AWS::Events::Rule', createRule],
  ['AWS::Scheduler::Schedule', createSchedule],
  [
    'AWS::CloudFormation::StackSet',
    (template, resource, services) => services.cloud.stackSets.deploy(template, resource, services),
  ],
  ['AWS::CloudWatch::Alarm', (_template, resource, { metrics }) => createAlarm(resource, metrics)],
];

export function deploy(template: StackTemplate, services: LocalServices): void {
  putRoles(template, services.iam.roles);
  attachPolicies(template, services.permissions);
  for (const [type, create] of CREATORS) {
    for (const resource of inOrder(template.ofType(type))) create(template, resource, services);
  }
}

/** Orders resources of one type so that each follows those that it depends on. */
function inOrder(resources: readonly Resource[]): Resource[] {
  const ordered: Resource[] = [];
  const visit = (resource: Resource, waiting: readonly Resource[]): void => {
    if (ordered.includes(resource) || waiting.includes(resource)) return;
    for (const one of resources)
      if (resource.dependsOn.includes(one.logicalId)) visit(one, [...waiting, resource]);
    ordered.push(resource);
  };
  for (const resource of resources) visit(resource, []);
  return ordered;
}

/** True if a resource policy of the function in the template allows EventBridge to invoke it for the rule. */
export function mayInvoke(template: StackTemplate, functionArn: string, ruleArn: string): boolean {
  return hasPermission(template, 'events.amazonaws.com', functionArn, ruleArn);
}

export function mayNotify(template: StackTemplate, functionArn: string, topicArn: string): boolean {
  return hasPermission(template, 'sns.amazonaws.com', functionArn, topicArn);
}

function hasPermission(
  template: StackTemplate,
  principal: string,
  functionArn: string,
  sourceArn: string,
): boolean {
  return template
    .ofType('AWS::Lambda::Permission')
    .some(
      ({ properties }) =>
        properties.Action === 'lambda:InvokeFunction' &&
        properties.Principal === principal &&
        properties.FunctionName === functionArn &&
        properties.SourceArn === sourceArn,
    );
}

function createTable(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { tables }: LocalServices,
): void {
  const { KeySchema, TimeToLiveSpecification }: Properties = properties;
  tables.create(
    template.arnOf(logicalId),
    KeySchema[0].AttributeName,
    TimeToLiveSpecification?.AttributeName,
  );
}

function createTopic(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { topics }: LocalServices,
): void {
  const { KmsMasterKeyId }: Properties = properties;
  const keyPolicy =
    KmsMasterKeyId === undefined ? undefined : keyPolicies(template, String(KmsMasterKeyId)).flat();
  topics.create({ topicArn: template.arnOf(logicalId), keyPolicy, policy: [] });
}

function keyPolicies(template: StackTemplate, keyId: string) {
  const isMeant = (logicalId: string) =>
    keyId.includes(template.arnOf(logicalId)) || keyId.includes(logicalId);
  return template
    .ofType('AWS::KMS::Key')
    .filter(({ logicalId }) => isMeant(logicalId))
    .map(({ properties }) => (properties as Properties).KeyPolicy.Statement);
}

function setTopicPolicy(_template: StackTemplate, { properties }: Resource, { topics }: LocalServices): void {
  const { Topics: topicArns, PolicyDocument }: Properties = properties;
  for (const topicArn of topicArns) topics.setPolicy(String(topicArn), PolicyDocument.Statement);
}

function subscribe(_template: StackTemplate, { properties }: Resource, { topics }: LocalServices): void {
  const { Protocol, TopicArn, Endpoint }: Properties = properties;
  if (Protocol === 'lambda') topics.subscribe(String(TopicArn), String(Endpoint));
}

function createStateMachine(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { executions }: LocalServices,
): void {
  const { DefinitionString, RoleArn }: Properties = properties;
  executions.define(template.arnOf(logicalId), String(DefinitionString), RoleArn);
}

function createParameter(
  template: StackTemplate,
  { logicalId, properties }: Resource,
  { parameters }: LocalServices,
): void {
  const { Value, Type, Tier }: Properties = properties;
  const name = String(template.resolve({ Ref: logicalId }));
  parameters.put({ name, value: String(Value), type: Type, tier: Tier, overwrite: true });
}

function createSecret(template: StackTemplate, { logicalId }: Resource, { secrets }: LocalServices): void {
  const name = template.arnOf(logicalId).split(':secret:')[1] ?? '';
  // A later deployment does not change the value of the secret.
  if (secrets.find(name) === undefined) secrets.put(name, 'generated');
}

function createFunction(template: StackTemplate, resource: Resource, services: LocalServices): void {
  const properties: Properties = resource.properties;
  const { VpcConfig, Role } = properties;
  if (VpcConfig !== undefined)
    requireJoining(services, {
      roleArn: String(Role),
      subnetIds: VpcConfig.SubnetIds.map(String),
      securityGroupIds: VpcConfig.SecurityGroupIds.map(String),
    });
  const functionArn = template.arnOf(resource.logicalId);
  const functionName = functionArn.split(':').at(-1) ?? '';
  const settings = {
    functionName,
    functionArn,
    roleArn: String(Role),
    codeFolder: template.codeFolder(properties.Code),
    environment: withinLimit(properties.Environment.Variables),
    timeoutSeconds: Number(properties.Timeout),
    logLevel: applicationLogLevel(properties.LoggingConfig),
    maxConcurrency: properties.ReservedConcurrentExecutions,
  };
  services.functions.register(settings, asyncSettings(template, functionName));
}

function asyncSettings(template: StackTemplate, functionName: string) {
  const found = template
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => properties.FunctionName === functionName);
  const properties: Properties = found?.properties ?? {};
  return {
    retryAttempts: properties.MaximumRetryAttempts ?? 2,
    maxEventAgeSeconds: properties.MaximumEventAgeInSeconds ?? 21_600,
    failureQueueArn: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

function createAlarm({ logicalId, properties }: Resource, metrics: Metrics): void {
  const { Namespace, MetricName, Dimensions, Threshold, DatapointsToAlarm = 1 }: Properties = properties;
  // Metric math and alarms over several periods are not simulated, because the simulated metrics have no time.
  if (MetricName === undefined || DatapointsToAlarm > 1) return;
  metrics.addAlarm({
    // CDK builds the logical id from the construct path, which contains the construct id.
    name: logicalId.replace(/^.*Alarms/, '').replace(/[0-9A-F]{8}$/, ''),
    namespace: Namespace,
    metricName: MetricName,
    dimensions: Object.fromEntries((Dimensions as Properties[]).map(({ Name, Value }) => [Name, Value])),
    threshold: Threshold,
  });
}

/** Brings a template's resources to life in the local AWS. Resources without behaviour here (log groups) stay paper. */
import type { EventBus } from './event-bus.js';
import type { LambdaFunctions } from './lambda-functions.js';
import type { MessageQueues } from './message-queues.js';
import type { Metrics } from './metrics.js';
import type { Permissions, Statement } from './permissions.js';
import type { Resource, StackTemplate } from './stack-template.js';
import type { Executions } from './state-machine/executions.js';

export interface LocalServices {
  readonly queues: MessageQueues;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly executions: Executions;
  readonly metrics: Metrics;
  readonly permissions: Permissions;
}

/** The template's properties, which CloudFormation's own validation has accepted. */
// biome-ignore lint/suspicious/noExplicitAny: the shape depends on the resource type
type Properties = any;

export function deploy(template: StackTemplate, services: LocalServices): void {
  for (const { logicalId } of template.ofType('AWS::SQS::Queue'))
    services.queues.create(template.arnOf(logicalId));
  for (const policy of template.ofType('AWS::IAM::Policy')) attach(template, policy, services.permissions);
  for (const resource of template.ofType('AWS::Lambda::Function'))
    createFunction(template, resource, services);
  for (const resource of template.ofType('AWS::StepFunctions::StateMachine')) {
    const { DefinitionString } = resource.properties;
    services.executions.define(template.arnOf(resource.logicalId), String(DefinitionString));
  }
  for (const resource of template.ofType('AWS::Events::Rule')) createRule(template, resource, services);
  for (const resource of template.ofType('AWS::CloudWatch::Alarm')) createAlarm(resource, services.metrics);
}

/** Who may invoke: the template's resource policies of functions. */
export function mayInvoke(template: StackTemplate, functionArn: string, sourceArn: string): boolean {
  return template
    .ofType('AWS::Lambda::Permission')
    .some(
      ({ properties }) =>
        properties.Action === 'lambda:InvokeFunction' &&
        properties.Principal === 'events.amazonaws.com' &&
        properties.FunctionName === functionArn &&
        properties.SourceArn === sourceArn,
    );
}

function attach(template: StackTemplate, policy: Resource, permissions: Permissions): void {
  const properties: Properties = policy.properties;
  for (const role of properties.Roles as string[]) {
    const { logicalId = '' } =
      template
        .ofType('AWS::IAM::Role')
        .find((candidate) => template.arnOf(candidate.logicalId).endsWith(`/${role}`)) ?? {};
    permissions.attach(template.arnOf(logicalId), properties.PolicyDocument.Statement as Statement[]);
  }
}

function createFunction(template: StackTemplate, resource: Resource, { functions }: LocalServices): void {
  const properties: Properties = resource.properties;
  const functionArn = template.arnOf(resource.logicalId);
  const functionName = functionArn.split(':').at(-1) ?? '';
  const settings = {
    functionName,
    functionArn,
    roleArn: String(properties.Role),
    codeFolder: template.assetFolder(properties.Code.S3Key),
    environment: properties.Environment.Variables,
    timeoutSeconds: Number(properties.Timeout),
    maxConcurrency: properties.ReservedConcurrentExecutions,
  };
  functions.register(settings, asyncSettings(template, functionName));
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

function createRule(template: StackTemplate, resource: Resource, { bus, functions }: LocalServices): void {
  const properties: Properties = resource.properties;
  const targets = (properties.Targets as Properties[]).filter(({ Arn }) => functions.has(Arn));
  bus.addRule({
    ruleArn: template.arnOf(resource.logicalId),
    pattern: properties.EventPattern,
    targets: targets.map(({ Arn, DeadLetterConfig }) => ({
      functionArn: Arn,
      deadLetterQueueArn: DeadLetterConfig?.Arn,
    })),
  });
}

function createAlarm({ logicalId, properties }: Resource, metrics: Metrics): void {
  const { Namespace, MetricName, Dimensions, Threshold, DatapointsToAlarm = 1 }: Properties = properties;
  // Neither metric math nor several periods in a row: what is measured here has no time.
  if (MetricName === undefined || DatapointsToAlarm > 1) return;
  metrics.addAlarm({
    // The construct id within the path that CDK made the logical id of.
    name: logicalId.replace(/^.*Alarms/, '').replace(/[0-9A-F]{8}$/, ''),
    namespace: Namespace,
    metricName: MetricName,
    dimensions: Object.fromEntries((Dimensions as Properties[]).map(({ Name, Value }) => [Name, Value])),
    threshold: Threshold,
  });
}

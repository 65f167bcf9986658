import { Duration, Stack } from 'aws-cdk-lib';
import {
  CfnRole,
  Effect,
  type ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  RuntimeFamily,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import { HANDLER_EXPORT, type HandlerName } from '../../lambda/contract/handlers.js';
import { METRIC_NAMESPACE } from '../../lambda/contract/metrics.js';
import { acknowledgeFinding } from './acknowledge-finding.js';
import { acknowledgeWildcard } from './acknowledge-wildcard.js';
import { environmentIssue, policyIssue } from './function-limits.js';
import { handlerCode } from './handler-code.js';
import { grantNetworkInterfaces, type LinkNetwork } from './link-network.js';

/** Created by name: older supported releases of aws-cdk-lib have no constant for it. */
const RUNTIME = new Runtime('nodejs24.x', RuntimeFamily.NODEJS);

/** Settings that all functions of one automation share. */
export interface LinkFunctionDefaults {
  /** Dimension of the metrics and `service` of the log lines: one value for each automation. */
  readonly serviceName: string;
  readonly logRetention: RetentionDays;
  readonly logLevel: string;
  /** Undefined: outside any VPC. */
  readonly network?: LinkNetwork | undefined;
}

export interface LinkFunctionProps {
  readonly handler: HandlerName;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Reserved concurrency; default: the function shares the account's concurrency. */
  readonly maxConcurrency?: number | undefined;
  readonly defaults: LinkFunctionDefaults;
}

/** One of the automation's functions: its own role, its own log group, tracing, JSON log lines. */
export class LinkFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  private sharedPolicies = 0;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: LinkFunctionProps) {
    super(scope, id);
    const environment = {
      ...props.environment,
      [Environment.SERVICE_NAME]: props.defaults.serviceName,
      POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
      POWERTOOLS_LOG_LEVEL: props.defaults.logLevel,
      // Stack traces show our files and lines: the source maps are next to the code, and contain only our own sources.
      NODE_OPTIONS: '--enable-source-maps',
    };
    this.logGroup = new LogGroup(this, 'Logs', { retention: props.defaults.logRetention });
    // Not the AWS managed basic-execution policy, which allows writing to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.role = role;
    this.logGroup.grantWrite(role);
    const { network } = props.defaults;
    if (network !== undefined) grantNetworkInterfaces(this, role);
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: handlerCode(props.handler),
      handler: HANDLER_EXPORT,
      runtime: RUNTIME,
      architecture: Architecture.ARM_64,
      // CPU is proportional to memory: with less, the TLS handshakes of a cold start take seconds.
      memorySize: 512,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.maxConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.maxConcurrency }),
      environment,
      ...network,
      role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: platformLogLevel(props.defaults.logLevel),
      tracing: Tracing.ACTIVE,
    });
    acknowledgeTracing(role);
    this.node.addValidation({ validate: () => this.whatIsTooLarge() });
  }

  /** Allows `ec2:DescribeVpcEndpoints`, which has no resource-level permissions. */
  grantDescribeVpcEndpoints(): void {
    // EC2's Describe calls have no resource-level permissions.
    this.allow('ec2:DescribeVpcEndpoints', ['*']);
  }

  /** Also allows reading an endpoint's network: security groups, subnets, the zones of its service. */
  grantDescribeNetwork(): void {
    const what = ['VpcEndpoints', 'SecurityGroups', 'Subnets', 'VpcEndpointServices'];
    this.allow(
      what.map((name) => `ec2:Describe${name}`),
      ['*'],
    );
  }

  allow(
    actions: string | string[],
    resources: string[],
    conditions: Record<string, Record<string, unknown>> = {},
  ): void {
    const statement = new PolicyStatement({
      effect: Effect.ALLOW,
      actions: [actions].flat(),
      resources,
      conditions,
    });
    this.function.addToRolePolicy(statement);
  }

  /**
   * Attaches a policy that several functions share.
   *
   * @internal
   */
  attach(policy: ManagedPolicy): void {
    policy.attachToRole(this.role);
    this.function.node.addDependency(policy);
    this.sharedPolicies += 1;
  }

  /**
   * Puts a tag on the role, by which others recognize it: unlike a path or a name, a tag does not replace the role.
   *
   * @internal
   */
  tagRole(key: string, value: string): void {
    const { defaultChild } = this.role.node;
    if (!(defaultChild instanceof CfnRole)) throw new Error('The role of a function is no AWS::IAM::Role.');
    defaultChild.tags.setTag(key, value);
  }

  /** Checked at the end of synthesis, after all settings and grants. AWS would report it only at deployment. */
  private whatIsTooLarge(): string[] {
    const { environment } = this.function.node.defaultChild as CfnFunction;
    const { variables = {} } = Stack.of(this).resolve(environment) ?? {};
    return [environmentIssue(variables), policyIssue(this.role, this.sharedPolicies)].filter(
      (issue) => issue !== undefined,
    );
  }

  /** Allows actions on resources that end in a wildcard, because their names are not known at synthesis. */
  allowBelow(
    actions: string | string[],
    resources: string[],
    reason: string,
    conditions: Record<string, Record<string, unknown>> = {},
  ): void {
    this.allow(actions, resources, conditions);
    for (const resource of resources) acknowledgeWildcard(this, resource, reason);
  }
}

/**
 * Lambda itself filters JSON lines, at INFO by default, and treats a metric line (embedded metric format) as INFO. So
 * its level follows down to DEBUG, but is never above INFO: the functions filter the rest themselves.
 */
function platformLogLevel(logLevel: string): ApplicationLogLevel {
  return logLevel === 'DEBUG' ? ApplicationLogLevel.DEBUG : ApplicationLogLevel.INFO;
}

function acknowledgeTracing(role: Role): void {
  acknowledgeFinding(role, {
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'xray:PutTraceSegments, xray:PutTelemetryRecords and the Describe calls of EC2 take no resource.',
  });
}

import { Duration, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOW_TIMEOUT_MARGIN_SECONDS } from '../../../lambda/contract/limits.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection, LinkOutcome } from '../../../lib/index.js';
import { definitionOf } from '../definition.js';
import { createLink, newStack, PROJECT_ID, requiredProps, templateOf } from '../synthesized-stack.js';

let template: Template;

beforeAll(() => {
  template = templateOf(createLink());
});

describe('the functions', () => {
  it('run on arm64, with JSON logs, tracing and a log group of their own', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
    });
    template.resourceCountIs('AWS::Lambda::Function', 5);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
    template.resourceCountIs('AWS::Logs::LogGroup', 7);
  });

  it('receive the secret by its name, not its value', () => {
    const text = JSON.stringify(template.toJSON());
    expect(text).toContain('secret:atlas/automation');
    expect(text).not.toContain('{{resolve:secretsmanager');
  });

  it('retry twice, and send failed events to the queue', () => {
    for (const name of ['ReceiveEndpointEvent', 'FinalizeLink']) {
      template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: { Ref: Match.stringLikeRegexp(name) },
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 21_600,
        DestinationConfig: {
          OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('DeadLetters'), 'Arn'] } },
        },
      });
    }
  });

  it('share the concurrency of the account by default', () => {
    const concurrencies = (candidate: Template) =>
      Object.values(candidate.findResources('AWS::Lambda::Function')).map(
        ({ Properties }) => Properties.ReservedConcurrentExecutions,
      );
    expect(concurrencies(template).filter((value) => value !== undefined)).toEqual([]);
    const limited = concurrencies(templateOf(createLink({ maxConcurrency: 40 })));
    expect(limited.filter((value) => value === 40)).toHaveLength(3);
  });
});

describe('the rules', () => {
  it('match successful CreateVpcEndpoint calls for endpoint services', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ec2'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventName: ['CreateVpcEndpoint'], errorCode: [{ exists: false }], $or: Match.anyValue() },
      },
    });
  });

  it('match resources that stacks create, update and delete, and no other resource type or status', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        account: [{ Ref: 'AWS::AccountId' }],
        region: [{ Ref: 'AWS::Region' }],
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Resource Status Change'],
        detail: {
          'resource-type': ['AWS::EC2::VPCEndpoint'],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE'] },
        },
      },
    });
  });

  it('deliver with retries for a day and a dead-letter queue', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::Events::Rule'))) {
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          DeadLetterConfig: { Arn: expect.anything() },
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
        }),
      ]);
    }
  });

  it('match failed executions of this state machine', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        detail: { stateMachineArn: [{ Ref: Match.anyValue() }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    });
  });
});

describe('the rules for the life cycle of a link', () => {
  it('match successful DeleteVpcEndpoints calls', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { eventName: ['DeleteVpcEndpoints'], errorCode: [{ exists: false }] } },
    });
  });

  it('match changes of the selecting tag, and not of the status tags', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.tag'],
        detail: { service: ['ec2'], 'resource-type': ['vpc-endpoint'], 'changed-tag-keys': ['atlas'] },
      },
    });
  });

  it('do not match tags if the selection uses none', () => {
    const untagged = templateOf(createLink({ endpointSelection: EndpointSelection.all() }));
    expect(JSON.stringify(untagged.findResources('AWS::Events::Rule'))).not.toContain('aws.tag');
  });

  it('start a reconciliation every hour, and when the stack is deployed', () => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Target: { Input: '{"trigger":"schedule"}', DeadLetterConfig: { Arn: Match.anyValue() } },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudformation'],
        detail: {
          'stack-id': [{ Ref: 'AWS::StackId' }],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
    });
  });

  it('describe all resources in one parameter, without a secret', () => {
    const [parameter] = Object.values(template.findResources('AWS::SSM::Parameter'));
    expect(parameter?.Properties.Name).toMatch(/^\/atlas-privatelink\/automations\/Test-Links/);
    const text = JSON.stringify(parameter?.Properties.Value);
    for (const part of ['workflowArn', 'reconcileWorkflowArn', 'deadLetterQueueUrl', 'endpointSelection'])
      expect(text).toContain(part);
  });
});

describe('the queue and the state machine', () => {
  it('keep dead-letter messages encrypted, for two weeks, and accept TLS only', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 'sqs:*' })]) },
    });
  });

  it('end an execution some time after its own deadline, should that not have ended it', () => {
    const { stateMachine } = createLink({
      linkTimeout: Duration.minutes(30),
      connectionStringsTimeout: Duration.minutes(10),
    });
    const { TimeoutSeconds } = definitionOf(stateMachine);
    expect(TimeoutSeconds).toBe(1800 + 600 + WORKFLOW_TIMEOUT_MARGIN_SECONDS);
  });

  it('log every execution without its data', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });
});

describe('the props', () => {
  it('are passed to the functions', () => {
    const stack = newStack();
    const changed = templateOf(
      createLink(
        {
          atlasBaseUrl: 'https://cloud.mongodbgov.com',
          linkTimeout: Duration.minutes(30),
          eventBus: new EventBus(stack, 'Bus'),
          tagEndpoints: false,
          logLevel: 'DEBUG',
        },
        stack,
      ),
    );
    changed.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { ATLAS_BASE_URL: 'https://cloud.mongodbgov.com', LINK_TIMEOUT_SECONDS: '1800' },
      },
    });
    changed.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: { EVENT_BUS_NAME: { Ref: Match.stringLikeRegexp('^Bus') }, TAG_ENDPOINTS: 'false' },
      },
    });
    changed.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: { POWERTOOLS_LOG_LEVEL: 'DEBUG' } },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG' },
    });
  });

  it('exclude metric lines with a log level above INFO, because Lambda counts them as INFO', () => {
    templateOf(createLink({ logLevel: 'ERROR' }, newStack())).allResourcesProperties(
      'AWS::Lambda::Function',
      {
        Environment: { Variables: { POWERTOOLS_LOG_LEVEL: 'ERROR' } },
        LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
      },
    );
  });

  it('accept a secret of the app, and the base URL of Atlas for Government', () => {
    const stack = newStack();
    const own = AtlasCredentials.fromSecret(new Secret(stack, 'Keys'));
    const profile = AtlasCredentials.fromProfile('payments');
    const projects = [
      { projectId: PROJECT_ID, credentials: own },
      { projectId: '6a793f63c0eb9e7a177153f6', credentials: profile },
    ];
    const text = JSON.stringify(templateOf(createLink({ projects }, stack)).toJSON());
    expect(text).toContain('cfn/atlas/profile/payments');
    expect(text).toMatch(/"Ref":"Keys[0-9A-F]{8}"/);
  });
});

describe('the methods', () => {
  it('onLinkConcluded creates a rule for the published event', () => {
    const link = createLink();
    link.onLinkConcluded('Failures', new SqsQueue(new Queue(Stack.of(link), 'Target')), [
      LinkOutcome.FAILED,
      LinkOutcome.TIMED_OUT,
    ]);
    templateOf(link).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['atlas-privatelink'],
        'detail-type': ['Atlas PrivateLink Link Concluded'],
        detail: { outcome: ['failed', 'timed-out'] },
      },
    });
  });

  it('metrics have the dimension that the functions write', () => {
    const link = createLink();
    const variables = Object.values(templateOf(link).findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment.Variables,
    );
    for (const metric of [
      link.metricLinkAvailable(),
      link.metricLinkFailed(),
      link.metricLinkTimedOut(),
      link.metricTimeToAvailable(),
    ]) {
      expect(metric.namespace).toBe(variables[0].POWERTOOLS_METRICS_NAMESPACE);
      expect(metric.dimensions).toEqual({ service: variables[0].POWERTOOLS_SERVICE_NAME });
    }
  });

  it('two automations in one stack do not share metrics or names', () => {
    const stack = newStack();
    const first = createLink({}, stack);
    const second = new AtlasPrivateLink(stack, 'Others', requiredProps());
    expect(second.serviceName).not.toBe(first.serviceName);
    expect(() => templateOf(first)).not.toThrow();
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../bin/app.js';
import { synthesizeApp } from '../../bin/synthesize.js';

const SETTINGS = {
  projectId: '6a793f63c0eb9e7a177153f5',
  secretName: 'atlas/automation',
  selectTag: 'atlas',
};
const EVERYTHING = {
  selectVpcId: 'vpc-0a1b2c3d4e5f60718',
  lastLink: 'remove',
  unlinkDeselected: 'true',
  linkTimeoutSeconds: '600',
  connectionStringsTimeoutSeconds: '0',
  reconcileEveryMinutes: '30',
  tagEndpoints: 'false',
  alarmEmail: 'on-call@example.com',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call',
  eventBusName: 'links',
  dashboard: 'false',
  runbookUrl: 'https://wiki.example/atlas',
  shareAccessTokens: 'false',
  maxConcurrency: '5',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: 'subnet-0a1b2c3d,subnet-0a1b2c3e',
  securityGroupIds: 'sg-0a1b2c3d',
  logRetentionDays: '7',
  logLevel: 'DEBUG',
};
let folder = '';

beforeEach(() => {
  vi.stubEnv('CDK_VALIDATION', undefined);
  folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the ready-made app', () => {
  it('passes cdk-nag AwsSolutions and the validation of the CDK', () => {
    const file = synthesizeApp(folder, SETTINGS);
    const { Outputs } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(Object.keys(Outputs)).toEqual([
      'WorkflowArn',
      'ReconciliationArn',
      'DeadLetterQueueUrl',
      'ReceiverFunctionName',
      'FinalizerFunctionName',
      'ParameterName',
      'DashboardName',
    ]);
  });

  it('passes them with every setting', () => {
    const { selectTag, ...required } = SETTINGS;
    const file = synthesizeApp(folder, { ...required, ...EVERYTHING, selectTag });
    const template = Template.fromJSON(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: EVERYTHING.alarmEmail });
    const topics = [{ Ref: Match.stringLikeRegexp('^AlarmTopic') }, EVERYTHING.alarmTopicArn];
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmActions: topics });
    template.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(30 minutes)' });
    template.hasResourceProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: 5,
      VpcConfig: { SubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], SecurityGroupIds: ['sg-0a1b2c3d'] },
      Environment: {
        Variables: { LINK_TIMEOUT_SECONDS: '600', CONNECTION_STRINGS_TIMEOUT_SECONDS: '0' },
      },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  it('passes them as the hub of an organization', () => {
    const members = { memberOrganizationId: 'o-a1b2c3d4e5', memberRegions: 'eu-west-1' };
    const file = synthesizeApp(folder, { ...SETTINGS, ...members });
    const template = Template.fromJSON(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    template.hasResourceProperties('AWS::Events::EventBus', { Name: 'atlas-privatelink-default' });
  });

  it('passes them with 300 projects, each with its own secret', () => {
    const projects = Array.from({ length: 300 }, (_, index) => ({
      projectId: index.toString(16).padStart(24, '0'),
      secretName: `atlas/project-${index}`,
    }));
    const settings = { projects: JSON.stringify(projects), selectTag: 'atlas' };
    expect(() => synthesizeApp(folder, settings)).not.toThrow();
  });

  it('does not pass with a finding', () => {
    const app = new App({ outdir: folder, context: SETTINGS });
    const stack = createApp(app, {});
    new Topic(stack, 'Unencrypted');
    expect(() => app.synth()).toThrow(/[Vv]alidation/);
  });

  it('reports a value that a construct refuses in one message, without a stack trace', () => {
    const context = JSON.stringify({ ...SETTINGS, projectId: 'not-an-id' });
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: context },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^projects: expected a project id of 24 hexadecimal digits, received "not-an-id"/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('has the requested stack name', () => {
    expect(synthesizeApp(folder, { ...SETTINGS, stackName: 'Payments' })).toBe(
      'AtlasPrivateLink.template.json',
    );
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { alarmTopic } from '../../bin/app/alarm-topic.js';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import {
  AtlasCredentials,
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  AtlasPrivateLinkProvider,
  EndpointSelection,
  LastLink,
} from '../../lib/index.js';
import { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { STACK } from '../../local/world.js';
import { comparable } from './comparable.js';
import { GIVEN, SELECTED, templatesFolder } from './written-templates.js';

const AUTOMATION = 'AtlasPrivateLink';
const PROVIDER = 'AtlasPrivateLinkProvider';

function fromTemplate(stackName: string, parameters: Record<string, string>) {
  const file = stackName === PROVIDER ? 'provider.template.json' : 'automation.template.json';
  return comparable(new StackTemplate(templatesFolder(), file, { ...STACK, stackName }, { parameters }));
}

function fromConstructs(stackName: string, add: (stack: Stack) => void) {
  const outdir = mkdtempSync(join(tmpdir(), 'atlas-privatelink-test-'));
  try {
    const app = new App({ outdir, ...UNCHECKED, context: featureFlags() });
    const stack = new Stack(app, stackName);
    add(stack);
    app.synth();
    return comparable(new StackTemplate(outdir, stack.templateFile, { ...STACK, stackName }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const OTHER_SECRET = GIVEN.SecretArn.replace('automation', 'other');
const OTHER_PROJECT = GIVEN.ProjectIds.replace(/5$/, '6');
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111122223333:on-call';

function project(projectId = GIVEN.ProjectIds, secretArn = GIVEN.SecretArn) {
  return { projectId, credentials: AtlasCredentials.fromSecretCompleteArn(secretArn) };
}

function automation(props: (stack: Stack) => Partial<AtlasPrivateLinkProps>) {
  return fromConstructs(AUTOMATION, (stack) => {
    new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
      projects: [project()],
      endpointSelection: EndpointSelection.tagged('atlas'),
      ...props(stack),
    });
  });
}

function network(stack: Stack) {
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d',
    availabilityZones: ['eu-west-1a'],
  });
  const subnets = ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'].map((subnetId) =>
    Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, routeTableId: 'not-used' }),
  );
  return { vpc, vpcSubnets: { subnets } };
}

const NETWORK = { VpcId: 'vpc-0a1b2c3d', SubnetIds: 'subnet-0a1b2c3d,subnet-0a1b2c3e' };

type Case = readonly [
  what: string,
  parameters: Record<string, string>,
  props: (stack: Stack) => Partial<AtlasPrivateLinkProps>,
];

const CASES: readonly Case[] = [
  ['the defaults', SELECTED, () => ({})],
  [
    'two secrets, a VPC with new security group, no shared tokens',
    {
      ...SELECTED,
      ...NETWORK,
      ProjectIds2: OTHER_PROJECT,
      SecretArn2: OTHER_SECRET,
      ShareAccessTokens: 'false',
    },
    (stack) => ({
      ...network(stack),
      projects: [project(), project(OTHER_PROJECT, OTHER_SECRET)],
      shareAccessTokens: false,
    }),
  ],
  [
    'a VPC with a given security group, and everything else that is not the default',
    {
      ...GIVEN,
      ...NETWORK,
      SecurityGroupIds: 'sg-0a1b2c3d',
      SelectVpcId: 'vpc-0a1b2c3e',
      LastLink: 'remove',
      UnlinkDeselected: 'true',
      ConnectionStringsTimeoutSeconds: '0',
      TagEndpoints: 'false',
      MaxConcurrency: '5',
      RunbookUrl: 'https://wiki.example/runbook',
      LogRetentionDays: '7',
      LogLevel: 'DEBUG',
      AtlasBaseUrl: 'https://cloud.mongodbgov.com',
      AlarmTopicArn: TOPIC_ARN,
    },
    (stack) => ({
      ...network(stack),
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d')],
      endpointSelection: EndpointSelection.inVpcs(
        Vpc.fromVpcAttributes(stack, 'Selected', {
          vpcId: 'vpc-0a1b2c3e',
          availabilityZones: ['eu-west-1a'],
        }),
      ),
      lastLink: LastLink.REMOVE,
      unlinkDeselected: true,
      connectionStringsTimeout: Duration.seconds(0),
      tagEndpoints: false,
      maxConcurrency: 5,
      runbookUrl: 'https://wiki.example/runbook',
      logRetention: RetentionDays.ONE_WEEK,
      logLevel: 'DEBUG',
      atlasBaseUrl: 'https://cloud.mongodbgov.com',
      alarmTopic: Topic.fromTopicArn(stack, 'Topic', TOPIC_ARN),
    }),
  ],
  [
    'every endpoint, an e-mail address, no dashboard, no tags, links that are removed',
    {
      ...GIVEN,
      SelectAll: 'true',
      UnlinkDeselected: 'true',
      TagEndpoints: 'false',
      Dashboard: 'false',
      AlarmEmail: 'on-call@example.com',
    },
    (stack) => ({
      endpointSelection: EndpointSelection.all(),
      unlinkDeselected: true,
      tagEndpoints: false,
      dashboard: false,
      alarmTopic: alarmTopic(stack, 'AlarmTopic', 'on-call@example.com'),
    }),
  ],
];

describe('the template makes what the constructs make', () => {
  it.each(CASES)('of the automation: %s', (_, parameters, props) => {
    expect(fromTemplate(AUTOMATION, parameters)).toEqual(automation(props));
  });

  it.each([
    ['the defaults', GIVEN, () => ({})],
    ['a VPC, no shared tokens', { ...GIVEN, ...NETWORK, ShareAccessTokens: 'false' }, network],
  ])('of the provider: %s', (_, parameters, props) => {
    const fromProps = fromConstructs(PROVIDER, (stack) => {
      const shareAccessTokens = !('ShareAccessTokens' in parameters);
      new AtlasPrivateLinkProvider(stack, 'Provider', {
        projects: [project()],
        shareAccessTokens,
        ...props(stack),
      });
    });
    expect(fromTemplate(PROVIDER, parameters)).toEqual(fromProps);
  });
});

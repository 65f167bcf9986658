/** The alarms of an automation and of a provider with notifications, as CloudFormation receives them. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { UNCHECKED } from '../../bin/synthesize.js';
import {
  AtlasCredentials,
  AtlasMembers,
  AtlasPrivateLink,
  AtlasPrivateLinkProvider,
  EndpointSelection,
  type LinkEngineProps,
} from '../../lib/index.js';

export interface SynthesizedAlarm {
  /** Id of the construct, which is also the heading of its section in the runbook. */
  readonly name: string;
  readonly isComposite: boolean;
  readonly properties: AlarmProperties;
}

/** Properties that metric alarms and composite alarms have in common. */
export interface AlarmProperties {
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly InsufficientDataActions?: readonly unknown[];
  readonly AlarmRule?: unknown;
  readonly MetricName?: string;
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: { Period: number } }[];
  readonly Statistic?: string;
  readonly Threshold?: number;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
}

export function alarmsOfAutomation(): SynthesizedAlarm[] {
  return alarmsOf((scope, props) => {
    const endpointSelection = EndpointSelection.tagged('atlas-privatelink');
    return new AtlasPrivateLink(scope, 'Links', { ...props, endpointSelection });
  });
}

/** Those that an automation has besides if it serves members. */
export function alarmsOfHub(): SynthesizedAlarm[] {
  const names = alarmsOfAutomation().map(({ name }) => name);
  const all = alarmsOf((scope, props) => {
    const endpointSelection = EndpointSelection.tagged('atlas-privatelink');
    const members = AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1'] });
    return new AtlasPrivateLink(scope, 'Links', { ...props, endpointSelection, members });
  });
  return all.filter(({ name }) => !names.includes(name));
}

export function alarmsOfProvider(): SynthesizedAlarm[] {
  return alarmsOf((scope, props) => new AtlasPrivateLinkProvider(scope, 'Provider', props));
}

type Build = (scope: Construct, props: LinkEngineProps) => Construct;

function alarmsOf(build: Build): SynthesizedAlarm[] {
  const stack = new Stack(new App(UNCHECKED), 'Documented');
  const topic = Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-west-1:111122223333:on-call');
  const credentials = AtlasCredentials.fromSecretName('atlas/automation');
  build(stack, {
    projects: [{ projectId: '6a793f63c0eb9e7a177153f5', credentials }],
    alarmActions: [new SnsAction(topic)],
  });
  const template = Template.fromStack(stack);
  const found = (type: string, isComposite: boolean) =>
    Object.entries(template.findResources(type)).map(([id, { Properties }]) => ({
      name: nameOf(id),
      isComposite,
      properties: Properties as AlarmProperties,
    }));
  return [...found('AWS::CloudWatch::CompositeAlarm', true), ...found('AWS::CloudWatch::Alarm', false)];
}

/** A logical id consists of the construct's path and eight hexadecimal digits. */
function nameOf(logicalId: string): string {
  return logicalId.replace(/^(LinksAlarms|Provider)/, '').replace(/[0-9A-F]{8}$/, '');
}

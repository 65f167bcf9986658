/** The ready-made CDK app: one stack with the automation. `npx cdk deploy -c projectId=… -c secretName=… -c selectTag=…` */
import { App, Stack, Validations } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AtlasPrivateLink } from '../lib/index.js';
import { alarmTopic } from './app/alarm-topic.js';
import { importedNetwork } from './app/imported-network.js';
import { type AppSettings, readAppSettings } from './app-settings.js';
import { settingReader } from './setting-table.js';

export function createApp(app: App, environment: Readonly<Record<string, string | undefined>>): Stack {
  const settings = readAppSettings(settingReader((name) => app.node.tryGetContext(name), environment));
  const stack = new Stack(app, 'AtlasPrivateLink', {
    stackName: settings.stackName,
    description: 'Links VPC endpoints to MongoDB Atlas as they are created',
  });
  const link = new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: settings.projects,
    endpointSelection: settings.endpointSelection(stack),
    lastLink: settings.lastLink,
    unlinkDeselected: settings.unlinkDeselected,
    ...settings.values,
    ...(settings.members === undefined ? {} : { members: settings.members }),
    alarmActions: alarmActions(stack, settings),
    ...importedProps(stack, settings),
  });
  link.addOutputs();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return stack;
}

function alarmActions(stack: Stack, { alarms: { email, topicArn } }: AppSettings): IAlarmAction[] {
  const own = email === undefined ? [] : [alarmTopic(stack, 'AlarmTopic', email)];
  const given = topicArn === undefined ? [] : [Topic.fromTopicArn(stack, 'GivenAlarmTopic', topicArn)];
  return [...own, ...given].map((topic) => new SnsAction(topic));
}

/** Props with existing resources, imported by name or id. */
function importedProps(stack: Stack, { atlasBaseUrl, eventBusName, network }: AppSettings) {
  return {
    ...(atlasBaseUrl === undefined ? {} : { atlasBaseUrl }),
    ...(eventBusName === undefined
      ? {}
      : { eventBus: EventBus.fromEventBusName(stack, 'Bus', eventBusName) }),
    ...(network === undefined
      ? {}
      : importedNetwork(stack, network.vpcId, network.subnetIds, network.securityGroupIds)),
  };
}

if (process.env.CDK_OUTDIR !== undefined) {
  try {
    createApp(new App(), process.env);
  } catch (error) {
    // The message says which setting or prop is wrong and how to correct it; a stack trace is only useful for defects.
    if (!(error instanceof Error) || process.env.CDK_DEBUG === 'true') throw error;
    console.error(`${error.message}\n(CDK_DEBUG=true shows where it was noticed.)`);
    process.exitCode = 1;
  }
}

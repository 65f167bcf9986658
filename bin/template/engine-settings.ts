/** Props of the automation and the provider, made from the parameters that they have in common. */
import { Aws, type CfnCondition, CfnResource, type Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AtlasCredentials, type AtlasPrivateLinkProviderProps, type AtlasProject } from '../../lib/index.js';
import { alarmTopic } from '../app/alarm-topic.js';
import { type ImportedNetwork, importedNetwork } from '../app/imported-network.js';
import type { ENGINE_PARAMETERS } from './engine-parameters.js';
import type { Choices, Option } from './option.js';
import { condition, either, given, isGiven, isTrue, type Parameters } from './template-scope.js';

type EngineParameters = Parameters<typeof ENGINE_PARAMETERS>;

export const USES_VPC: Option = { name: 'vpc', condition: 'UsesVpc' };
export const SHARES_TOKENS: Option = { name: 'shareAccessTokens', condition: 'SharesAccessTokens' };
export const ENGINE_OPTIONS = [USES_VPC, SHARES_TOKENS];

type EngineProps = Omit<AtlasPrivateLinkProviderProps, 'exportName'>;

export function engineProps(stack: Stack, parameters: EngineParameters, choices: Choices): EngineProps {
  condition(stack, USES_VPC.condition, isGiven(parameters.VpcId));
  condition(stack, SHARES_TOKENS.condition, isTrue(parameters.ShareAccessTokens));
  return {
    projects: projects(stack, parameters),
    atlasBaseUrl: parameters.AtlasBaseUrl.valueAsString,
    shareAccessTokens: choices.has(SHARES_TOKENS.name),
    eventBus: EventBus.fromEventBusName(stack, 'Bus', parameters.EventBusName.valueAsString),
    alarmActions: [emailAction(stack, parameters), topicAction(stack, parameters)],
    logRetention: parameters.LogRetentionDays.valueAsNumber,
    logLevel: parameters.LogLevel.valueAsString,
    ...(choices.has(USES_VPC.name) ? network(stack, parameters) : {}),
  };
}

/** If its parameters are empty, the second entry has no projects and repeats the first secret. */
function projects(
  stack: Stack,
  { ProjectIds, SecretArn, ProjectIds2, SecretArn2 }: EngineParameters,
): AtlasProject[] {
  const hasSecond = given(stack, 'HasSecondSecret', SecretArn2);
  const second = either(hasSecond, SecretArn2.valueAsString, SecretArn.valueAsString);
  return [
    {
      projectId: ProjectIds.valueAsString,
      credentials: AtlasCredentials.fromSecretCompleteArn(SecretArn.valueAsString),
    },
    { projectId: ProjectIds2.valueAsString, credentials: AtlasCredentials.fromSecretCompleteArn(second) },
  ];
}

function emailAction(stack: Stack, { AlarmEmail }: EngineParameters): IAlarmAction {
  const hasEmail = given(stack, 'HasAlarmEmail', AlarmEmail);
  const topic = alarmTopic(stack, 'AlarmTopic', AlarmEmail.valueAsString);
  for (const child of topic.node.findAll())
    if (CfnResource.isCfnResource(child)) child.cfnOptions.condition = hasEmail;
  return actionIf(hasEmail, topic.topicArn);
}

function topicAction(stack: Stack, { AlarmTopicArn }: EngineParameters): IAlarmAction {
  return actionIf(given(stack, 'HasAlarmTopic', AlarmTopicArn), AlarmTopicArn.valueAsString);
}

function actionIf(isThere: CfnCondition, arn: string): IAlarmAction {
  return { bind: () => ({ alarmActionArn: either(isThere, arn, Aws.NO_VALUE) }) };
}

/** One subnet is a placeholder for the list, which `overrides.ts` sets. */
function network(stack: Stack, { VpcId, SubnetIds }: EngineParameters): ImportedNetwork {
  return importedNetwork(stack, VpcId.valueAsString, [SubnetIds.valueAsString], []);
}

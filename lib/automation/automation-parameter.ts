import { Stack } from 'aws-cdk-lib';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { AutomationDescription } from '../../lambda/contract/automation.js';
import { Environment } from '../../lambda/contract/environment.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { LinkEngine } from '../engine/link-engine.js';
import type { LinkFunction } from '../engine/link-function.js';
import type { AtlasMembers } from './atlas-members.js';
import type { EndpointEvents } from './endpoint-events.js';
import type { LinkingRules } from './linking-rules.js';

/** The parts of an automation that people use. */
export interface AutomationParameterProps {
  readonly serviceName: string;
  readonly engine: LinkEngine;
  readonly rules: LinkingRules;
  readonly receiver: LinkFunction;
  readonly endpointEvents: EndpointEvents;
  readonly reconciliationStateMachine: IStateMachine;
  /** Undefined if the automation is no hub. */
  readonly members: AtlasMembers | undefined;
}

/** The parameter with which the command line finds the automation: names and ARNs, and never a secret's value. */
export class AutomationParameter extends Construct {
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: AutomationParameterProps) {
    super(scope, id);
    this.parameterName = `${RegistryPath.AUTOMATIONS}/${props.serviceName}`;
    new StringParameter(this, 'Parameter', {
      parameterName: this.parameterName,
      description: 'Where the parts of the automation are, for the command line',
      // A long selection may exceed a standard parameter.
      tier: ParameterTier.INTELLIGENT_TIERING,
      stringValue: Stack.of(this).toJsonString(describe(props, Stack.of(this))),
    });
  }
}

function describe(props: AutomationParameterProps, stack: Stack): AutomationDescription {
  const { serviceName, engine, rules, receiver, endpointEvents, reconciliationStateMachine, members } = props;
  return {
    version: 1,
    serviceName,
    stackName: stack.stackName,
    projects: engine.atlas.environment[Environment.ATLAS_PROJECTS],
    projectList: engine.atlas.environment[Environment.ATLAS_PROJECT_LIST],
    atlasBaseUrl: engine.atlasBaseUrl,
    ...rules,
    workflowArn: engine.workflow.stateMachine.stateMachineArn,
    reconcileWorkflowArn: reconciliationStateMachine.stateMachineArn,
    deadLetterQueueUrl: engine.deadLetters.queue.queueUrl,
    receiverFunctionName: receiver.function.functionName,
    finalizerFunctionName: engine.finalizer.function.functionName,
    createdRuleName: endpointEvents.creationRule.ruleName,
    deletedRuleName: endpointEvents.deletionRule.ruleName,
    stackRuleName: endpointEvents.stackRule.ruleName,
    eventBusName: engine.eventBus.eventBusName,
    members: members === undefined ? undefined : stack.toJsonString(members._setting(engine)),
  };
}

import { Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { AutomationDescription } from '../../lambda/contract/automation.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { DeadLetterQueue } from '../engine/dead-letter-queue.js';
import type { LinkWorkflow } from '../engine/link-workflow.js';
import type { EndpointEvents } from './endpoint-events.js';
import type { LinkFunctions } from './link-functions.js';
import type { LinkingRules } from './linking-rules.js';
import type { Reconciliation } from './reconciliation.js';

/** The parts of an automation that people have to do with. */
export interface AutomationParts {
  readonly serviceName: string;
  readonly functions: LinkFunctions;
  readonly workflow: LinkWorkflow;
  readonly reconciliation: Reconciliation;
  readonly endpointEvents: EndpointEvents;
  readonly deadLetters: DeadLetterQueue;
}

export interface AutomationParameterProps {
  readonly parts: AutomationParts;
  readonly atlasBaseUrl: string;
  readonly rules: LinkingRules;
  readonly eventBus: IEventBus;
}

/** The parameter by which the command line finds the automation: names and ARNs, and never a secret's value. */
export class AutomationParameter extends Construct {
  readonly parameter: StringParameter;

  constructor(scope: Construct, id: string, props: AutomationParameterProps) {
    super(scope, id);
    this.parameter = new StringParameter(this, 'Parameter', {
      parameterName: `${RegistryPath.AUTOMATIONS}/${props.parts.serviceName}`,
      description: 'Where the parts of the automation are, for the command line',
      // A long selection may take more than a standard parameter holds.
      tier: ParameterTier.INTELLIGENT_TIERING,
      stringValue: Stack.of(this).toJsonString(describe(props)),
    });
  }
}

function describe({ parts, atlasBaseUrl, rules, eventBus }: AutomationParameterProps): AutomationDescription {
  const { serviceName, functions, workflow, reconciliation, endpointEvents, deadLetters } = parts;
  return {
    version: 1,
    serviceName,
    ...functions.projectSettings,
    atlasBaseUrl,
    ...rules,
    workflowArn: workflow.stateMachine.stateMachineArn,
    reconcileWorkflowArn: reconciliation.workflow.stateMachine.stateMachineArn,
    deadLetterQueueUrl: deadLetters.queue.queueUrl,
    receiverFunctionName: functions.receiver.function.functionName,
    concluderFunctionName: functions.concluder.function.functionName,
    createdRuleName: endpointEvents.creationRule.ruleName,
    deletedRuleName: endpointEvents.deletionRule.ruleName,
    eventBusName: eventBus.eventBusName,
  };
}

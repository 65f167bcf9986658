import { CfnOutput, Duration, Fn, type Stack, Token } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { AtlasPrivateLink, EndpointSelection, LastLink } from '../../lib/index.js';
import { importedVpc } from '../app/imported-network.js';
import { AUTOMATION_PARAMETERS } from './automation-parameters.js';
import { ENGINE_PARAMETERS } from './engine-parameters.js';
import { ENGINE_OPTIONS, engineProps } from './engine-settings.js';
import type { Choices, Option } from './option.js';
import { overrideFunctions } from './overrides.js';
import { engineRules, selectionRules } from './rules.js';
import { condition, createParameters, given, isTrue, type Parameters } from './template-scope.js';
import type { TemplateSource } from './template-source.js';

type OwnParameters = Parameters<typeof AUTOMATION_PARAMETERS>;

const SELECTS_BY_TAG: Option = { name: 'selectTag', condition: 'SelectsByTag' };
const UNLINKS_DESELECTED: Option = { name: 'unlinkDeselected', condition: 'UnlinksDeselected' };
const PUSHES: Option = { name: 'push', condition: 'Pushes' };
const TAGS_ENDPOINTS: Option = { name: 'tagEndpoints', condition: 'TagsEndpoints' };
const HAS_RUNBOOK: Option = { name: 'runbookUrl', condition: 'HasRunbookUrl' };

/**
 * Stack and construct have the same names as in the ready-made app, so that the template can update a stack of the app
 * and vice versa.
 */
export const AUTOMATION_TEMPLATE: TemplateSource = {
  file: 'automation.template.json',
  stackId: 'AtlasPrivateLink',
  description: 'Links VPC endpoints to MongoDB Atlas as they are created',
  options: [...ENGINE_OPTIONS, SELECTS_BY_TAG, UNLINKS_DESELECTED, PUSHES, TAGS_ENDPOINTS, HAS_RUNBOOK],
  build(stack, choices) {
    const engine = createParameters(stack, ENGINE_PARAMETERS);
    const own = createParameters(stack, AUTOMATION_PARAMETERS);
    engineRules(stack, engine);
    selectionRules(stack, own);
    const link = new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
      ...engineProps(stack, engine, choices),
      ...ownProps(stack, own, choices),
    });
    overrideFunctions(stack, link, engine);
    const dashboard = condition(stack, 'HasDashboard', isTrue(own.Dashboard));
    for (const child of link.node.findAll())
      if (child instanceof CfnDashboard) child.cfnOptions.condition = dashboard;
    link.addOutputs();
    const dashboardName = stack.node.findChild('DashboardName');
    if (dashboardName instanceof CfnOutput) dashboardName.condition = dashboard;
  },
};

function ownProps(stack: Stack, parameters: OwnParameters, choices: Choices) {
  condition(stack, UNLINKS_DESELECTED.condition, isTrue(parameters.UnlinkDeselected));
  condition(stack, PUSHES.condition, isTrue(parameters.Push));
  condition(stack, TAGS_ENDPOINTS.condition, isTrue(parameters.TagEndpoints));
  given(stack, HAS_RUNBOOK.condition, parameters.RunbookUrl);
  return {
    endpointSelection: selection(stack, parameters, choices),
    linkTimeout: Duration.seconds(parameters.LinkTimeoutSeconds.valueAsNumber),
    connectionStringsTimeout: Duration.seconds(parameters.ConnectionStringsTimeoutSeconds.valueAsNumber),
    lastLink: deployTime(parameters.LastLink.valueAsString),
    unlinkDeselected: choices.has(UNLINKS_DESELECTED.name),
    push: choices.has(PUSHES.name),
    tagEndpoints: choices.has(TAGS_ENDPOINTS.name),
    maxConcurrency: maxConcurrency(stack, parameters),
    ...(choices.has(HAS_RUNBOOK.name) ? { runbookUrl: parameters.RunbookUrl.valueAsString } : {}),
  };
}

/** Selects by tag, by VPC, by both, or all, depending on the parameters that are given. */
function selection(stack: Stack, parameters: OwnParameters, choices: Choices): EndpointSelection {
  const { SelectTagKey, SelectTagValue, SelectVpcId, SelectAll } = parameters;
  given(stack, SELECTS_BY_TAG.condition, SelectTagKey);
  const hasValue = given(stack, 'HasTagValue', SelectTagValue);
  const hasVpc = given(stack, 'SelectsByVpc', SelectVpcId);
  const inVpc = EndpointSelection.inVpcs(importedVpc(stack, 'SelectedVpc', SelectVpcId.valueAsString));
  const selectsAll = condition(stack, 'SelectsAll', isTrue(SelectAll));
  // If a deployment passed the rules without any selection, this VPC without an id would select no endpoints.
  if (!choices.has(SELECTS_BY_TAG.name))
    return EndpointSelection._when(selectsAll, EndpointSelection.all(), inVpc);
  const key = SelectTagKey.valueAsString;
  const tags = [EndpointSelection.tagged(key, SelectTagValue.valueAsString), EndpointSelection.tagged(key)];
  const [exact, any] = tags.map((tag) =>
    EndpointSelection._when(hasVpc, EndpointSelection.allOf(tag, inVpc), tag),
  );
  if (exact === undefined || any === undefined) throw new Error('No selection by tag.');
  return EndpointSelection._when(hasValue, exact, any);
}

function maxConcurrency(stack: Stack, { MaxConcurrency }: OwnParameters): number {
  const isNone = Fn.conditionEquals(MaxConcurrency.valueAsNumber, 0);
  const { logicalId } = condition(stack, 'ReservesConcurrency', Fn.conditionNot(isNone));
  return Token.asNumber(Fn.conditionIf(logicalId, MaxConcurrency.valueAsNumber, { Ref: 'AWS::NoValue' }));
}

/** The parameter's `AllowedValues` are the values of the enumeration. */
function deployTime(value: string): LastLink {
  if (isLastLink(value)) return value;
  throw new Error(`Not known only at deployment: ${value}`);
}

function isLastLink(value: string): value is LastLink {
  return Token.isUnresolved(value) || value === LastLink.KEEP || value === LastLink.REMOVE;
}

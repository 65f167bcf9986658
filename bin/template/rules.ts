/** Rules that make CloudFormation refuse contradicting parameters before it creates a resource. */
import { type CfnParameter, CfnRule, Fn, type ICfnRuleConditionExpression, type Stack } from 'aws-cdk-lib';
import type { AUTOMATION_PARAMETERS } from './automation-parameters.js';
import type { ENGINE_PARAMETERS } from './engine-parameters.js';
import type { Parameters } from './template-scope.js';

interface Assertion {
  readonly assert: ICfnRuleConditionExpression;
  readonly assertDescription: string;
}

export function engineRules(stack: Stack, parameters: Parameters<typeof ENGINE_PARAMETERS>): void {
  const { ProjectIds, ProjectIds2, SecretArn2, VpcId, SubnetIds, SecurityGroupIds } = parameters;
  rule(stack, 'SecondSecretAndItsProjects', [
    together(ProjectIds2, SecretArn2),
    differs(ProjectIds2, ProjectIds, 'List each project once, with one set of credentials.'),
  ]);
  rule(stack, 'VpcAndItsSubnets', [together(VpcId, SubnetIds), needs(SecurityGroupIds, VpcId)]);
}

export function selectionRules(stack: Stack, parameters: Parameters<typeof AUTOMATION_PARAMETERS>): void {
  const { SelectTagKey, SelectTagValue, SelectVpcId, SelectAll } = parameters;
  const all = Fn.conditionEquals(SelectAll.valueAsString, 'true');
  const some = Fn.conditionOr(isGiven(SelectTagKey), isGiven(SelectVpcId));
  rule(stack, 'Selection', [
    {
      assert: Fn.conditionOr(all, some),
      assertDescription:
        'Which VPC endpoints may be linked? Give SelectTagKey, SelectVpcId or both, or SelectAll true.',
    },
    {
      assert: Fn.conditionNot(Fn.conditionAnd(all, some)),
      assertDescription: 'SelectAll true and SelectTagKey or SelectVpcId exclude each other.',
    },
    needs(SelectTagValue, SelectTagKey),
  ]);
}

function rule(stack: Stack, id: string, assertions: Assertion[]): void {
  new CfnRule(stack, id, { assertions });
}

function isGiven(parameter: CfnParameter): ICfnRuleConditionExpression {
  return Fn.conditionNot(isEmpty(parameter));
}

function isEmpty(parameter: CfnParameter): ICfnRuleConditionExpression {
  return Fn.conditionEquals(parameter.valueAsString, '');
}

function together(a: CfnParameter, b: CfnParameter): Assertion {
  return {
    assert: Fn.conditionOr(Fn.conditionAnd(isGiven(a), isGiven(b)), Fn.conditionAnd(isEmpty(a), isEmpty(b))),
    assertDescription: `${a.node.id} and ${b.node.id} belong together: give both, or neither.`,
  };
}

function needs(one: CfnParameter, other: CfnParameter): Assertion {
  return {
    assert: Fn.conditionOr(isEmpty(one), isGiven(other)),
    assertDescription: `${one.node.id} needs ${other.node.id}.`,
  };
}

/**
 * Compares the lists as a whole, because rules cannot split them. The functions refuse a project that is in both lists.
 */
function differs(one: CfnParameter, other: CfnParameter, advice: string): Assertion {
  return {
    assert: Fn.conditionNot(Fn.conditionEquals(one.valueAsString, other.valueAsString)),
    assertDescription: `${one.node.id} is the same as ${other.node.id}. ${advice}`,
  };
}

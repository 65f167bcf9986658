/** Parameters and conditions of a template, in the form that the constructs accept. */
import { CfnCondition, CfnParameter, Fn, type ICfnConditionExpression, type Stack, Token } from 'aws-cdk-lib';
import type { ParameterTable } from './engine-parameters.js';

export type Parameters<Table extends ParameterTable> = Readonly<Record<keyof Table & string, CfnParameter>>;

export function createParameters<Table extends ParameterTable>(
  stack: Stack,
  table: Table,
): Parameters<Table> {
  const created: Partial<Record<keyof Table & string, CfnParameter>> = {};
  for (const [name, props] of entriesOf(table)) created[name] = new CfnParameter(stack, name, props);
  if (!isComplete(created, table)) throw new Error('A parameter of the table was not made.');
  return created;
}

function entriesOf<Table extends ParameterTable>(table: Table) {
  const names = Object.keys(table).filter((name): name is keyof Table & string => name in table);
  return names.map((name) => [name, table[name]] as const);
}

function isComplete<Table extends ParameterTable>(
  created: Partial<Record<keyof Table & string, CfnParameter>>,
  table: Table,
): created is Record<keyof Table & string, CfnParameter> {
  return Object.keys(table).every((name) => name in created);
}

/** A condition that is true if the parameter is not empty. */
export function given(stack: Stack, id: string, parameter: CfnParameter): CfnCondition {
  return condition(stack, id, isGiven(parameter));
}

export function isGiven(parameter: CfnParameter): ICfnConditionExpression {
  return Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, ''));
}

export function isTrue(parameter: CfnParameter): ICfnConditionExpression {
  return Fn.conditionEquals(parameter.valueAsString, 'true');
}

export function condition(stack: Stack, id: string, expression: ICfnConditionExpression): CfnCondition {
  return new CfnCondition(stack, id, { expression });
}

/** A text that is chosen at deployment. */
export function either({ logicalId }: CfnCondition, yes: string, no: string): string {
  return Token.asString(Fn.conditionIf(logicalId, yes, no));
}

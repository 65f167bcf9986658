import { Names, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** One for each automation or provider of the account and Region; contains the stack's name if that is not its id. */
export function serviceNameOf(scope: Construct): string {
  const { stackName, node } = Stack.of(scope);
  const extra = Token.isUnresolved(stackName) || stackName === node.id ? {} : { extra: stackName };
  return Names.uniqueResourceName(scope, { maxLength: 60, separator: '-', ...extra });
}

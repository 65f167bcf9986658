import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** @param values by the name of the output; an undefined value gets no output */
export function addOutputs(stack: Stack, values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) new CfnOutput(stack, name, { value });
}

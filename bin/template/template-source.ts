import type { Stack } from 'aws-cdk-lib';
import type { Choices, Option } from './option.js';

/** A stack whose settings are parameters. */
export interface TemplateSource {
  readonly file: string;
  readonly stackId: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Whether it has functions, whose service name contains the name of the deployed stack. Default: true. */
  readonly hasFunctions?: boolean;
  /** @param choices options that are on */
  build(stack: Stack, choices: Choices): void;
}

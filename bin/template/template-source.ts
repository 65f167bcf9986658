import type { Stack } from 'aws-cdk-lib';
import type { Choices, Option } from './option.js';

/** A stack whose settings are parameters. */
export interface TemplateSource {
  readonly file: string;
  readonly stackId: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** @param choices options that are on */
  build(stack: Stack, choices: Choices): void;
}

import { type Command, Option } from 'commander';
import { OUTPUT_FORMATS, type OutputFormat } from '../../output/output.js';

/** Options that all commands take. */
export interface GlobalOptions {
  readonly automation?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly output: OutputFormat;
  readonly local?: boolean;
  readonly color: boolean;
}

export function addGlobalOptions(program: Command): Command {
  return program
    .option('--automation <service name>', 'which automation, where the Region has several')
    .option('--region <region>', 'AWS Region; default as the AWS SDK finds it')
    .option('--profile <profile>', 'AWS profile; default as the AWS SDK finds it')
    .addOption(
      new Option('--output <format>', 'table for people, wide with all columns, json for programs')
        .choices(OUTPUT_FORMATS)
        .default('table'),
    )
    .option('--local', 'ask the local world (npm run local) instead of AWS and Atlas')
    .option('--no-color', 'no colour, as with NO_COLOR');
}

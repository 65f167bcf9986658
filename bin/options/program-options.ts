import { type ParseArgsConfig, parseArgs } from 'node:util';
import { endQuietlyWhenPipeCloses } from './quiet-pipe.js';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** Thrown for an unknown option or a value that is not accepted. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** @throws OptionError for an unknown option, or an option without its value */
export function parseStrictly<const Options extends OptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], strict: true as const, options }).values;
  } catch (error) {
    // The first line of Node's message names the option; the rest is advice about `--` that does not apply here.
    throw new OptionError(
      (error instanceof Error ? error.message : String(error)).replace(/\. To specify.*$/s, '.'),
    );
  }
}

/** @throws OptionError unless the value is a whole number in the range */
export function wholeNumber(option: string, value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new OptionError(`${option}: expected a whole number from ${min} to ${max}, received "${value}".`);
}

/** Exit code of all programs in this repository for a wrong option. */
const BAD_OPTION = 2;

export interface Program<Options extends { readonly help: boolean }> {
  readonly usage: string;
  /** @throws OptionError for an unknown option or a value that is not accepted */
  readonly parse: (args: readonly string[]) => Options;
  /** @returns the exit code; undefined for 0 */
  readonly main: (options: Options) => Promise<number | undefined>;
}

/** Parses the command line and runs the program. A wrong option is reported together with the usage. */
export async function runProgram<Options extends { readonly help: boolean }>({
  usage,
  parse,
  main,
}: Program<Options>): Promise<void> {
  endQuietlyWhenPipeCloses();
  try {
    const options = parse(process.argv.slice(2));
    if (options.help) console.log(usage);
    else process.exitCode = await main(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = BAD_OPTION;
  }
}

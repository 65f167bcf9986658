import { parseArgs } from 'node:util';
import { OptionError } from '../start/options.js';

export interface LocalOptions {
  /** World seconds for each real second. */
  readonly speed: number;
  /** Real seconds; undefined: until it is interrupted. */
  readonly forSeconds: number | undefined;
  readonly help: boolean;
}

export const LOCAL_USAGE = `Usage: npm run local -- [options]

Starts a local world: an AWS account and an Atlas organization in a box, with the real stack deployed
and some VPC endpoints, not all of which work. Find out why, in another terminal:

  npm run cli -- list --local
  npm run cli -- doctor <vpce-id> --local

  --speed N   world seconds for each second (default 1)
  --for N     end by itself after N seconds (default: Ctrl-C ends it)
  --help      print this`;

/** @throws OptionError */
export function parseLocalOptions(args: readonly string[]): LocalOptions {
  const values = parse(args);
  return {
    speed: wholeNumber('--speed', values.speed ?? '1'),
    forSeconds: values.for === undefined ? undefined : wholeNumber('--for', values.for),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: { speed: { type: 'string' }, for: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new OptionError(
      (error instanceof Error ? error.message : String(error)).replace(/\. To specify.*$/s, '.'),
    );
  }
}

function wholeNumber(option: string, value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 1 && number <= 100_000) return number;
  throw new OptionError(`${option}: expected a whole number from 1 to 100000, received "${value}".`);
}

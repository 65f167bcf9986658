import { parseStrictly, wholeNumber } from '../../bin/options/program-options.js';

const MOST = 100_000;

export interface LocalOptions {
  /** World seconds for each real second. */
  readonly speed: number;
  /** Real seconds until the world ends; undefined: until it is interrupted. */
  readonly forSeconds: number | undefined;
  readonly help: boolean;
}

export const LOCAL_USAGE = `Usage: npm run local -- [options]

Starts a local world: a simulated AWS account and Atlas organization with the real stack deployed, and
some VPC endpoints, most of which do not work. To find the causes, run in another terminal:

  npm run cli -- list --local
  npm run cli -- doctor <vpce-id> --local

  --speed N   world seconds for each real second (default 1)
  --for N     stop after N seconds (default: run until Ctrl-C)
  --help      print this`;

/** @throws OptionError for an unknown option or a value that is not accepted */
export function parseLocalOptions(args: readonly string[]): LocalOptions {
  const values = parse(args);
  return {
    speed: wholeNumber('--speed', values.speed ?? '1', 1, MOST),
    forSeconds: values.for === undefined ? undefined : wholeNumber('--for', values.for, 1, MOST),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseStrictly(args, {
    speed: { type: 'string' },
    for: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
}

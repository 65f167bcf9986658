import { parseStrictly, wholeNumber } from '../../bin/program-options.js';

const MOST = 100_000;

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

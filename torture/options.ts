import { availableParallelism } from 'node:os';
import { OptionError, parseStrictly, wholeNumber } from '../bin/options/program-options.js';

export const MODEL_NAMES = ['life', 'stacks', 'organization'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

export interface TortureOptions {
  readonly seed: number;
  /** Number of sequences of each model. */
  readonly sequences: number;
  readonly models: readonly ModelName[];
  /** Index of the only sequence to be played; undefined for all. */
  readonly only: number | undefined;
  /** Number of concurrent processes. */
  readonly jobs: number;
  /** True to search for a shorter sequence that violates an invariant. */
  readonly shrink: boolean;
  readonly help: boolean;
}

const DEFAULT_SEQUENCES = 50;
const MAX_SEED = 2 ** 31 - 1;
const MAX_SEQUENCES = 1_000_000;
const MAX_JOBS = 256;

export const USAGE = `Usage: npm run torture -- [options]

Plays random sequences of actions and failures of users, other automations, AWS and Atlas, each in its
own local world, and then checks the invariants from outside: Atlas's state and journal, EC2,
parameters, events, queues and logs.

  --seed N             seed of the sequences, 0 to ${MAX_SEED} (default: random, and printed)
  --sequences M        sequences of each model, 1 to ${MAX_SEQUENCES} (default ${DEFAULT_SEQUENCES})
  --model NAME         life: links that the automation makes
                       stacks: stacks that declare services and links
                       organization: links that a hub makes for the accounts and Regions of its members
                       all: each of them, alternately (default)
  --only K             only sequence K of the seed, from 0
  --jobs J             concurrent processes, 1 to ${MAX_JOBS} (default: the machine's cores)
  --no-shrink          print a sequence that violates an invariant as it is, without a search for a shorter one
  --help               print this

Sequence K of a seed is always the same: it does not depend on the number of sequences or processes.

Exit code: 0 all invariants held, 1 an invariant was violated, 2 an option is wrong.`;

/** @throws OptionError for an unknown option or a value that is not accepted */
export function parseTortureOptions(args: readonly string[]): TortureOptions {
  const values = parse(args);
  return {
    seed: readSeed(values.seed),
    sequences: readSequences(values.sequences, values.only),
    models: readModels(values.model ?? 'all'),
    only: values.only === undefined ? undefined : wholeNumber('--only', values.only, 0, MAX_SEQUENCES),
    jobs: wholeNumber('--jobs', values.jobs ?? String(availableParallelism()), 1, MAX_JOBS),
    shrink: values['no-shrink'] !== true,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseStrictly(args, {
    seed: { type: 'string' },
    sequences: { type: 'string' },
    model: { type: 'string' },
    only: { type: 'string' },
    jobs: { type: 'string' },
    'no-shrink': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
}

function readSeed(value: string | undefined): number {
  if (value === undefined) return Math.floor(Math.random() * MAX_SEED);
  return wholeNumber('--seed', value, 0, MAX_SEED);
}

function readSequences(value: string | undefined, only: string | undefined): number {
  if (value !== undefined && only !== undefined)
    throw new OptionError(`--sequences cannot be used with --only, received "${value}".`);
  return wholeNumber('--sequences', value ?? String(DEFAULT_SEQUENCES), 1, MAX_SEQUENCES);
}

function readModels(value: string): readonly ModelName[] {
  if (value === 'all') return MODEL_NAMES;
  const model = MODEL_NAMES.find((name) => name === value);
  if (model !== undefined) return [model];
  throw new OptionError(`--model: expected ${[...MODEL_NAMES, 'all'].join(' or ')}, received "${value}".`);
}

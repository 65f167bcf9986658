import { OptionError, parseStrictly, wholeNumber } from '../options/program-options.js';

export interface DescriptionOptions {
  /** Path of MongoDB's description. */
  readonly description: string;
  readonly seed: number;
  readonly examples: number;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run check:description -- --description FILE [options]

Compares the responses of the Atlas simulator with MongoDB's description of the Admin API, in OpenAPI 3.0 (JSON or YAML).
MongoDB publishes it in the GitHub repository mongodb/openapi as openapi/v2.json, and in mongodb/mongodb-atlas-cli as
tools/internal/specs/spec.yaml. Its licence, CC BY-NC-SA 3.0, is the reason why it is not part of this repository.

  --description FILE  path of the description
  --seed N            seed of the generated requests (default 1)
  --examples N        largest number of generated requests of each operation and phase (default 40)
  --help              print this`;

const LARGEST_SEED = 1_000_000_000;
const MOST_EXAMPLES = 10_000;

/** @throws OptionError for an unknown option, a missing description, or a value that is not accepted */
export function parseDescriptionOptions(args: readonly string[]): DescriptionOptions {
  const values = parseStrictly(args, {
    description: { type: 'string' },
    seed: { type: 'string' },
    examples: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  });
  const { description = '', help = false } = values;
  if (description === '' && !help)
    throw new OptionError('--description: expected the path of the description.');
  return {
    description,
    seed: wholeNumber('--seed', values.seed ?? '1', 0, LARGEST_SEED),
    examples: wholeNumber('--examples', values.examples ?? '40', 1, MOST_EXAMPLES),
    help,
  };
}

import { OptionError, parseStrictly } from '../bin/options/program-options.js';

export const SECTIONS = [
  'lag',
  'requests',
  'digest',
  'crowds',
  'reconcile',
  'organization',
  'imports',
] as const;
export type Section = (typeof SECTIONS)[number];

export const BENCH_USAGE = `Usage: npm run bench -- [options]

Measures the figures of the documentation and of alternatives in the local world, and writes
bench/results/latest.json. Counts come from the journals of the world; times are world time, except for imports.

  --json            print only one JSON object, whose "numbers" are the key figures of the project
  --only SECTIONS   comma-separated: ${SECTIONS.join(', ')}
  --help            print this`;

export interface BenchOptions {
  readonly help: boolean;
  readonly json: boolean;
  readonly sections: readonly Section[];
}

/** @throws OptionError */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const values = parseStrictly(args, {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean' },
    only: { type: 'string' },
  });
  const { help = false, json = false, only } = values;
  return { help, json, sections: only === undefined ? SECTIONS : only.split(',').map(sectionOf) };
}

function sectionOf(name: string): Section {
  const section = SECTIONS.find((candidate) => candidate === name.trim());
  if (section !== undefined) return section;
  throw new OptionError(`--only: expected some of ${SECTIONS.join(', ')}, received "${name}".`);
}

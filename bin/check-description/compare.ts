/** Compares a played life of links with a description and with the list of deviations from it. */
import type { Description } from './description.js';
import type { Deviation } from './deviations.js';
import { type Exchange, Judge } from './judge.js';
import { simulatedPart } from './simulated-part.js';
import { resolveSubtypes, type SubtypeForm } from './subtypes.js';

export interface Comparison {
  /** Operations of the description that the simulator has. */
  readonly operations: number;
  /** Responses that were compared, and those of operations that the description does not have. */
  readonly compared: number;
  readonly notDescribed: readonly string[];
  /** Operations of the description that the simulator has, and no exchange uses. */
  readonly unused: readonly string[];
  /** Differences that no deviation names. */
  readonly findings: readonly string[];
  /** Deviations without which nothing else would be found. */
  readonly needless: readonly string[];
  /** Deviations from parts that the description does not have. */
  readonly inapplicable: readonly string[];
}

export function compare(
  full: Description,
  deviations: readonly Deviation[],
  exchanges: readonly Exchange[],
): Comparison {
  const description = simulatedPart(full);
  const inapplicable = deviations.filter((one) => !applies(one, description));
  const judgements = judgementsOf(amended(description, deviations, 'conditions'), exchanges);
  const described = judgements.filter(({ operation }) => operation !== undefined);
  const operations = operationsOf(description);
  return {
    operations: operations.length,
    compared: described.length,
    notDescribed: distinct(
      judgements.flatMap(({ operation, path }) => (operation === undefined ? [path] : [])),
    ),
    unused: operations.filter((name) => !described.some(({ operation }) => operation === name)),
    findings: findingsOf(judgements),
    needless: deviations
      .filter((one) => !inapplicable.includes(one) && one.fuzzerOnly !== true)
      .filter((one) => {
        const others = deviations.filter((other) => other !== one);
        return findingsOf(judgementsOf(amended(description, others, 'conditions'), exchanges)).length === 0;
      })
      .map(({ name }) => name),
    inapplicable: inapplicable.map(({ name }) => name),
  };
}

/** A copy of the description with the deviations, and without discriminators. */
export function amended(
  description: Description,
  deviations: readonly Deviation[],
  form: SubtypeForm,
): Description {
  const copy = structuredClone(description);
  for (const { amendments } of deviations) for (const amend of amendments) amend(copy);
  resolveSubtypes(copy, form);
  return copy;
}

function applies({ amendments }: Deviation, description: Description): boolean {
  const copy = structuredClone(description);
  return amendments.map((amend) => amend(copy)).includes(true);
}

function judgementsOf(description: Description, exchanges: readonly Exchange[]) {
  const judge = new Judge(description);
  return exchanges.map((exchange) => ({
    ...judge.judge(exchange),
    path: `${exchange.method} ${exchange.path.replace(/[0-9a-f]{24}/g, '{id}')}`,
  }));
}

function findingsOf(judgements: ReturnType<typeof judgementsOf>): string[] {
  return distinct(
    judgements.flatMap(({ operation, findings }) => findings.map((finding) => `${operation}: ${finding}`)),
  );
}

function operationsOf({ paths }: Description): string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      responses === undefined ? [] : [`${method.toUpperCase()} ${path}`],
    ),
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

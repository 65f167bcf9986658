/** What the properties of all types have in common, as templates give them: all scalars are texts. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../../contract/attributes.js';
import {
  ANSWER_MARGIN_SECONDS,
  type CustomResourceType,
  MAX_SERVICE_TIMEOUT_SECONDS,
} from '../../contract/custom-resources.js';
import { shown } from '../../json/shown.js';
import { expectedBy } from '../../json/validate.js';

/** A property is missing, misspelt or has a value that it does not take. */
export class InvalidPropertiesError extends Error {
  override readonly name = 'InvalidPropertiesError';
}

export const projectId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
export const serviceId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
export const filled = v.pipe(v.string(), v.nonEmpty('expected a text'));
export const requiredFlag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => String(value).toLowerCase()),
  v.picklist(['true', 'false'], 'expected true or false'),
  v.transform((value) => value === 'true'),
);
export const flag = (otherwise: boolean) => v.optional(requiredFlag, otherwise);
const MAX_TIMEOUT_SECONDS = MAX_SERVICE_TIMEOUT_SECONDS - ANSWER_MARGIN_SECONDS;
export const seconds = (otherwise: number = MAX_TIMEOUT_SECONDS) =>
  v.pipe(
    v.optional(v.union([v.number(), v.string()]), otherwise),
    v.transform(Number),
    v.integer('expected whole seconds'),
    v.minValue(60, 'expected at least 60 seconds'),
    v.maxValue(MAX_TIMEOUT_SECONDS, `expected at most ${MAX_TIMEOUT_SECONDS} seconds`),
  );
/** `eu-west-1` and `EU_WEST_1` are one Region. */
export const region = v.pipe(
  filled,
  v.transform((name) => name.toUpperCase().replaceAll('-', '_')),
);
export const cloudProvider = v.optional(
  v.picklist(CLOUD_PROVIDERS, `expected one of ${CLOUD_PROVIDERS.join(', ')}`),
  'AWS',
);

/** CloudFormation's own, present in every request. */
export const own = { ServiceToken: v.optional(v.unknown()), ServiceTimeout: v.optional(v.unknown()) };

/** The properties of one type: names that are not listed are refused. */
export type PropertiesSchema<Output> = v.GenericSchema<unknown, Output> & {
  readonly entries: Readonly<Record<string, v.GenericSchema>>;
};

/** The properties that can be read, without defaults: those of an earlier deployment, or of a resource that goes. */
export function readablePart<Entries extends v.ObjectEntries>(
  { entries }: v.StrictObjectSchema<Entries, undefined>,
  properties: Readonly<Record<string, unknown>>,
): Partial<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>> {
  const given: readonly [string, v.GenericSchema][] = Object.entries(entries);
  const readable = given.flatMap(([name, schema]) => {
    if (properties[name] === undefined) return [];
    const parsed = v.safeParse(schema, properties[name]);
    return parsed.success ? [[name, parsed.output] as const] : [];
  });
  return Object.fromEntries(readable) as Partial<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>>;
}

/** Names of the properties that a type takes, CloudFormation's own left out. */
export function acceptedIn({ entries }: Pick<PropertiesSchema<unknown>, 'entries'>): string[] {
  return Object.keys(entries).filter((name) => !(name in own));
}

/** A reader that throws InvalidPropertiesError naming each property, what it takes and what it was given. */
export function readerOf<Output>(
  type: CustomResourceType,
  schema: PropertiesSchema<Output>,
): (properties: unknown) => Output {
  return (properties) => {
    const parsed = v.safeParse(schema, properties);
    if (parsed.success) return parsed.output;
    const issues = parsed.issues.map((issue) => describe(issue, acceptedIn(schema)));
    throw new InvalidPropertiesError(`${type}: ${[...new Set(issues)].join(' ')}`);
  };
}

function describe(issue: v.BaseIssue<unknown>, accepted: readonly string[]): string {
  const name = v.getDotPath(issue) ?? 'properties';
  if (issue.expected === 'never') return `Property ${name} is not known. Accepted: ${accepted.join(', ')}.`;
  if (issue.input === undefined) return `Property ${name} is missing.`;
  return `${name}: ${expectedBy(issue)}, received ${shown(issue.input)}.`;
}

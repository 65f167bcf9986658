/** The properties of one type of resource: CloudFormation's spelling in templates, camelCase everywhere else. */
import * as v from 'valibot';
import { nameInCloudFormation } from '../../../contract/cloudformation-spelling.js';
import type { CustomResourceType } from '../../../contract/custom-resources.js';
import type { PropertyIssue } from '../../../contract/declared-rules.js';
import { shown } from '../../../json/shown.js';
import { expectedBy } from '../../../json/validate.js';

/** A property is missing, misspelt or has an invalid value. */
export class InvalidPropertiesError extends Error {
  override readonly name = 'InvalidPropertiesError';
}

/** Properties as a request has them. */
export type GivenProperties = Readonly<Record<string, unknown>>;

export interface TemplateProperties<Properties> {
  readonly type: CustomResourceType;
  /** Names in templates, without CloudFormation's own. */
  readonly accepted: readonly string[];
  /** @throws InvalidPropertiesError that names each property, what it accepts and its value */
  read(given: GivenProperties): Properties;
  /**
   * For a resource that is deleted: current rules must not prevent its removal.
   *
   * @throws InvalidPropertiesError
   */
  readForRemoval(given: GivenProperties): Properties;
  /** The readable properties with their given values, for a resource that is deleted. */
  readableOf(given: GivenProperties): GivenProperties;
  /** The readable properties without defaults, from an earlier deployment. */
  readWhatIsReadable(given: GivenProperties): Partial<Properties>;
}

/** CloudFormation's own properties, present in every request. */
const OWN: readonly string[] = ['ServiceToken', 'ServiceTimeout'];

/**
 * @param entries by name in camelCase; other names are refused
 * @param issuesOf checks combinations of properties that are valid one by one
 */
export function templateProperties<Entries extends v.ObjectEntries>(
  type: CustomResourceType,
  entries: Entries,
  issuesOf: (
    properties: v.InferOutput<v.ObjectSchema<Entries, undefined>>,
  ) => readonly PropertyIssue[] = () => [],
): TemplateProperties<v.InferOutput<v.ObjectSchema<Entries, undefined>>> {
  const schema = v.object(entries);
  const schemas = new Map<string, v.GenericSchema>(
    Object.entries(entries).map(([name, value]) => [nameInCloudFormation(name), value]),
  );
  const accepted = [...schemas.keys()];
  const readableOf = (given: GivenProperties): GivenProperties =>
    Object.fromEntries(Object.entries(given).filter(([name, value]) => isReadable(schemas.get(name), value)));
  const readForRemoval = (given: GivenProperties) => {
    const parsed = v.safeParse(schema, inCamelCase(entries, given));
    const unknown = Object.keys(given).filter((name) => !accepted.includes(name) && !OWN.includes(name));
    if (parsed.success && unknown.length === 0) return parsed.output;
    const issues = (parsed.issues ?? []).map((issue) => describe(issue, accepted));
    const misspelt = unknown.map((name) => notKnown(name, accepted));
    throw refusal(type, [...issues, ...misspelt]);
  };
  return {
    type,
    accepted,
    read(given) {
      const properties = readForRemoval(given);
      const issues = issuesOf(properties);
      if (issues.length > 0)
        throw refusal(
          type,
          issues.map((issue) => describeIssue(given, issue)),
        );
      return properties;
    },
    readForRemoval,
    readableOf,
    readWhatIsReadable: (given) => v.parse(v.partial(schema), inCamelCase(entries, readableOf(given))),
  };
}

function refusal(type: CustomResourceType, issues: readonly string[]): InvalidPropertiesError {
  return new InvalidPropertiesError(`${type}: ${[...new Set(issues)].join(' ')}`);
}

function describeIssue(
  given: GivenProperties,
  { property, expected, advice, ...issue }: PropertyIssue,
): string {
  const name = inTemplate(property);
  const received = name.split('.').reduce<unknown>(memberOf, given) ?? issue.received;
  const shownValue = received === undefined ? 'nothing' : shown(received);
  return `${name}: ${expected}, received ${shownValue}.${advice === undefined ? '' : ` ${advice}`}`;
}

/** The value as in the template: the parsed one may have another spelling, or be a default. */
function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function inTemplate(path: string): string {
  return path.split('.').map(nameInCloudFormation).join('.');
}

function isReadable(schema: v.GenericSchema | undefined, value: unknown): boolean {
  return schema !== undefined && value !== undefined && v.is(schema, value);
}

/** Omits properties that have another name. */
function inCamelCase(entries: v.ObjectEntries, given: GivenProperties): GivenProperties {
  return Object.fromEntries(Object.keys(entries).map((name) => [name, given[nameInCloudFormation(name)]]));
}

function describe(issue: v.BaseIssue<unknown>, accepted: readonly string[]): string {
  const path = v.getDotPath(issue) ?? 'properties';
  const name = inTemplate(path);
  if (issue.expected === 'never') return notKnown(name, accepted);
  if (issue.input === undefined) return `Property ${name} is missing.`;
  return `${name}: ${expectedBy(issue)}, received ${shown(issue.input)}.`;
}

function notKnown(name: string, accepted: readonly string[]): string {
  return `Property ${name} is not known. Accepted: ${accepted.join(', ')}.`;
}

/** The properties of one type of resource: in templates as CloudFormation spells them, in camelCase everywhere else. */
import * as v from 'valibot';
import { nameInCloudFormation } from '../../contract/cloudformation-spelling.js';
import type { CustomResourceType } from '../../contract/custom-resources.js';
import type { PropertyIssue } from '../../contract/declared-rules.js';
import { shown } from '../../json/shown.js';
import { expectedBy } from '../../json/validate.js';

/** A property is missing, misspelt or has a value that it does not take. */
export class InvalidPropertiesError extends Error {
  override readonly name = 'InvalidPropertiesError';
}

/** As a request gives them. */
export type GivenProperties = Readonly<Record<string, unknown>>;

export interface TemplateProperties<Properties> {
  readonly type: CustomResourceType;
  /** Names in templates, CloudFormation's own left out. */
  readonly accepted: readonly string[];
  /** @throws InvalidPropertiesError naming each property, what it takes and what it was given */
  read(given: GivenProperties): Properties;
  /**
   * Of a resource that goes: what the rules of today refuse must not bar its removal.
   *
   * @throws InvalidPropertiesError
   */
  readForRemoval(given: GivenProperties): Properties;
  /** Those that can be read, as they were given: of a resource that goes. */
  readableOf(given: GivenProperties): GivenProperties;
  /** Those that can be read, without defaults: of an earlier deployment. */
  readWhatIsReadable(given: GivenProperties): Partial<Properties>;
}

/** CloudFormation's own, present in every request. */
const OWN: readonly string[] = ['ServiceToken', 'ServiceTimeout'];

/**
 * @param entries by name in camelCase; names that are not listed are refused
 * @param issuesOf what properties may not say, each of which can be read
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
  const told = received === undefined ? 'nothing' : shown(received);
  return `${name}: ${expected}, received ${told}.${advice === undefined ? '' : ` ${advice}`}`;
}

/** As the template has it: what was read may be in another spelling, or a default. */
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

/** Without what stands under another name. */
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

/** The properties of each custom resource, as templates give them: all scalars are texts. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../contract/attributes.js';
import {
  ANSWER_MARGIN_SECONDS,
  CustomResource,
  type CustomResourceType,
  DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  LAST_LINK_RULES,
  MAX_SERVICE_TIMEOUT_SECONDS,
  ON_DELETE_RULES,
} from '../contract/custom-resources.js';

/** A property is missing, misspelt or has a value that it does not take. */
export class InvalidPropertiesError extends Error {
  override readonly name = 'InvalidPropertiesError';
}

const projectId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
const serviceId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
const filled = v.pipe(v.string(), v.nonEmpty('expected a text'));
const requiredFlag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => String(value).toLowerCase()),
  v.picklist(['true', 'false'], 'expected true or false'),
  v.transform((value) => value === 'true'),
);
const flag = (otherwise: boolean) => v.optional(requiredFlag, otherwise);
const MAX_TIMEOUT_SECONDS = MAX_SERVICE_TIMEOUT_SECONDS - ANSWER_MARGIN_SECONDS;
const seconds = (otherwise: number = MAX_TIMEOUT_SECONDS) =>
  v.pipe(
    v.optional(v.union([v.number(), v.string()]), otherwise),
    v.transform(Number),
    v.integer('expected whole seconds'),
    v.minValue(60, 'expected at least 60 seconds'),
    v.maxValue(MAX_TIMEOUT_SECONDS, `expected at most ${MAX_TIMEOUT_SECONDS} seconds`),
  );
/** `eu-west-1` and `EU_WEST_1` are one Region. */
const region = v.pipe(
  filled,
  v.transform((name) => name.toUpperCase().replaceAll('-', '_')),
);
const cloudProvider = v.optional(
  v.picklist(CLOUD_PROVIDERS, `expected one of ${CLOUD_PROVIDERS.join(', ')}`),
  'AWS',
);

/** CloudFormation's own, present in every request. */
const own = { ServiceToken: v.optional(v.unknown()), ServiceTimeout: v.optional(v.unknown()) };

const gcpEndpoint = v.strictObject({ EndpointName: filled, IpAddress: filled });

const serviceProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  Region: region,
  SupportedRemoteRegions: v.optional(v.array(region)),
  PortMappingEnabled: v.optional(flag(false)),
  AdoptExisting: flag(true),
  TimeoutSeconds: seconds(),
});

const linkProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: serviceId,
  EndpointId: filled,
  PrivateEndpointIpAddress: v.optional(filled),
  GcpProjectId: v.optional(filled),
  Endpoints: v.optional(v.array(gcpEndpoint)),
  LastLink: v.optional(v.picklist(LAST_LINK_RULES, `expected one of ${LAST_LINK_RULES.join(', ')}`), 'keep'),
  /** Physical id of the resource that makes the endpoint service. */
  EndpointServiceResource: v.optional(filled),
  OwnsEndpoint: flag(false),
  AwaitConnectionStrings: flag(true),
  ConnectionStringsTimeoutSeconds: seconds(DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS),
  Clusters: v.optional(v.array(filled), []),
  TimeoutSeconds: seconds(),
});

const linkLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: serviceId,
  EndpointId: filled,
  /** Any text; a new one makes CloudFormation ask again. */
  Refresh: v.optional(v.unknown()),
});

const serviceLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  EndpointServiceId: v.optional(serviceId),
  Region: v.optional(region),
  Refresh: v.optional(v.unknown()),
});

const servicesLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  CloudProvider: cloudProvider,
  Refresh: v.optional(v.unknown()),
});

const regionalModeProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  Enabled: requiredFlag,
  OnDelete: v.optional(v.picklist(ON_DELETE_RULES, `expected one of ${ON_DELETE_RULES.join(', ')}`), 'keep'),
  TimeoutSeconds: seconds(),
});

const regionalModeLookupProperties = v.strictObject({
  ...own,
  ProjectId: projectId,
  Refresh: v.optional(v.unknown()),
});

export type ServiceProperties = v.InferOutput<typeof serviceProperties>;
export type LinkProperties = v.InferOutput<typeof linkProperties>;
export type LinkLookupProperties = v.InferOutput<typeof linkLookupProperties>;
export type ServiceLookupProperties = v.InferOutput<typeof serviceLookupProperties>;
export type ServicesLookupProperties = v.InferOutput<typeof servicesLookupProperties>;
export type RegionalModeProperties = v.InferOutput<typeof regionalModeProperties>;

/** By type: what its properties may be. */
const SCHEMAS = {
  [CustomResource.SERVICE]: serviceProperties,
  [CustomResource.LINK]: linkProperties,
  [CustomResource.LINK_LOOKUP]: linkLookupProperties,
  [CustomResource.SERVICE_LOOKUP]: serviceLookupProperties,
  [CustomResource.SERVICES_LOOKUP]: servicesLookupProperties,
  [CustomResource.REGIONAL_MODE]: regionalModeProperties,
  [CustomResource.REGIONAL_MODE_LOOKUP]: regionalModeLookupProperties,
} as const;

/** The properties that can be read, without defaults: those of an earlier deployment, or of a resource that goes. */
export function readablePart<Type extends CustomResourceType>(
  type: Type,
  properties: Readonly<Record<string, unknown>>,
): Partial<v.InferOutput<(typeof SCHEMAS)[Type]>> {
  const entries: readonly [string, v.GenericSchema][] = Object.entries(SCHEMAS[type].entries);
  const readable = entries.flatMap(([name, schema]) => {
    if (properties[name] === undefined) return [];
    const parsed = v.safeParse(schema, properties[name]);
    return parsed.success ? [[name, parsed.output] as const] : [];
  });
  return Object.fromEntries(readable) as Partial<v.InferOutput<(typeof SCHEMAS)[Type]>>;
}

export const readServiceProperties = readerOf(CustomResource.SERVICE);
export const readLinkProperties = readerOf(CustomResource.LINK);
export const readLinkLookupProperties = readerOf(CustomResource.LINK_LOOKUP);
export const readServiceLookupProperties = readerOf(CustomResource.SERVICE_LOOKUP);
export const readServicesLookupProperties = readerOf(CustomResource.SERVICES_LOOKUP);
export const readRegionalModeProperties = readerOf(CustomResource.REGIONAL_MODE);
export const readRegionalModeLookupProperties = readerOf(CustomResource.REGIONAL_MODE_LOOKUP);

/** Names of the properties that a type takes, CloudFormation's own left out. */
export function acceptedProperties(type: CustomResourceType): string[] {
  return Object.keys(SCHEMAS[type].entries).filter((name) => !(name in own));
}

/** A reader that throws InvalidPropertiesError naming each property, what it takes and what it was given. */
function readerOf<Type extends CustomResourceType>(
  type: Type,
): (properties: unknown) => v.InferOutput<(typeof SCHEMAS)[Type]> {
  return (properties) => {
    const parsed = v.safeParse(SCHEMAS[type], properties);
    if (parsed.success) return parsed.output;
    const issues = parsed.issues.map((issue) => describe(issue, acceptedProperties(type)));
    throw new InvalidPropertiesError(`${type}: ${[...new Set(issues)].join(' ')}`);
  };
}

function describe(issue: v.BaseIssue<unknown>, accepted: readonly string[]): string {
  const name = v.getDotPath(issue) ?? 'properties';
  if (issue.expected === 'never') return `Property ${name} is not known. Accepted: ${accepted.join(', ')}.`;
  if (issue.input === undefined) return `Property ${name} is missing.`;
  const words = issue.message.startsWith('expected') ? issue.message : `expected ${issue.expected}`;
  return `${name}: ${words}, received ${JSON.stringify(issue.input)}.`;
}

export function isKnownType(type: string): type is CustomResourceType {
  return (Object.values(CustomResource) as string[]).includes(type);
}

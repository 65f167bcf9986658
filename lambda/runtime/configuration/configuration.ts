import * as v from 'valibot';
import { baseUrlIssue, shownBaseUrl } from '../../contract/base-url.js';
import { LAST_LINK_RULES, type LastLinkRule } from '../../contract/custom-resources.js';
import { Environment, type EnvironmentName, type ProjectSetting } from '../../contract/environment.js';
import type { MembersSetting } from '../../contract/members.js';
import type { ProjectList, ProjectListReference } from '../../contract/project-list.js';
import { type AwsRegion, awsRegion } from '../../contract/regions.js';
import type { SelectionSpec } from '../../contract/selection.js';
import type { Place } from '../../domain/model/values/place.js';
import { jsonText } from '../../json/json-text.js';
import { validate } from '../../json/validate.js';
import { membersSchema } from '../../schemas/members-schema.js';
import {
  projectListReferenceSchema,
  projectsSchema,
  selectionSchema,
} from '../../schemas/setting-schemas.js';

/** A setting that the construct should have set is missing or unreadable: a defect of the deployment. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export type EnvironmentValues = Readonly<Record<string, string | undefined>>;

export interface AtlasConfiguration {
  readonly projects: readonly ProjectSetting[];
  readonly baseUrl: string;
  /** Secrets in which access tokens are shared (see `token-secrets.ts`); none: each container has its own. */
  readonly tokenSecretIds: readonly string[];
  /** Service name of the automation or provider: the owner of its registry records. */
  readonly owner: string;
  /** Names of endpoint services for Data Federation besides the known ones. */
  readonly federationServiceNames: readonly string[];
}
/** What the automation may do with endpoints and their links. */
export interface LinkingConfiguration extends AtlasConfiguration {
  readonly selection: SelectionSpec;
  readonly workflowArn: string;
  readonly linkTimeoutSeconds: number;
  readonly lastLink: LastLinkRule;
  readonly unlinkDeselected: boolean;
  /** 0: connection strings are not polled. */
  readonly connectionStringsTimeoutSeconds: number;
  /** True if executions wait for the acceptance of their endpoints. */
  readonly awaitsAcceptance: boolean;
}
/** Where links wait, and how their tasks are resumed. */
export interface WaitingConfiguration {
  readonly tableName: string | undefined;
  readonly topicArn: string | undefined;
}
/** Configuration of the function that compares the links with the actual state. */
export interface ReconcileConfiguration extends LinkingConfiguration {
  /** Period of the scheduled reconciliation. */
  readonly reconcileEverySeconds: number;
}
/** Configuration of the function that removes links. */
export interface ChangeConfiguration extends AtlasConfiguration {
  /** Selection of an automation; a provider has none, and removes what its stacks request. */
  readonly selection: SelectionSpec | undefined;
}
export interface CustomResourceConfiguration extends AtlasConfiguration {
  readonly workflowArn: string;
  readonly region: AwsRegion;
  readonly openRequestsPath: string;
}
/** A hub, which serves the endpoints of other accounts and Regions as well. */
export interface HubConfiguration {
  readonly setting: MembersSetting;
  /** Account and Region of the hub. */
  readonly home: Place;
}
export interface EventBusConfiguration {
  readonly eventBusName: string;
}
export interface ConcludeConfiguration extends EventBusConfiguration {
  /** Service name of the automation: the owner of its registry records. */
  readonly owner: string;
  readonly tagEndpoints: boolean;
  readonly keepsRegistry: boolean;
  /** Undefined for the automation. */
  readonly openRequestsPath: string | undefined;
}

/**
 * @returns undefined if the projects are in the environment
 * @throws ConfigurationError
 */
export function projectListReference(environment: EnvironmentValues): ProjectListReference | undefined {
  if (environment[Environment.ATLAS_PROJECT_LIST] === undefined) return undefined;
  return json(environment, Environment.ATLAS_PROJECT_LIST, projectListReferenceSchema);
}

/** @throws ConfigurationError */
export function inlineProjectList(environment: EnvironmentValues): ProjectList {
  return {
    projects: json(environment, Environment.ATLAS_PROJECTS, projectsSchema),
    accessTokensSecrets: (environment[Environment.ACCESS_TOKENS_SECRETS] ?? '').split(',').filter(Boolean),
  };
}

/** @throws ConfigurationError */
export function readAtlasConfiguration(
  environment: EnvironmentValues,
  { projects, accessTokensSecrets }: ProjectList,
): AtlasConfiguration {
  return {
    projects,
    baseUrl: baseUrl(environment),
    tokenSecretIds: accessTokensSecrets,
    owner: text(environment, Environment.SERVICE_NAME),
    federationServiceNames: (environment[Environment.DATA_FEDERATION_SERVICE_NAMES] ?? '')
      .split(',')
      .filter(Boolean),
  };
}

/** @throws ConfigurationError */
export function readLinkingConfiguration(
  environment: EnvironmentValues,
  list: ProjectList,
): LinkingConfiguration {
  return {
    ...readAtlasConfiguration(environment, list),
    selection: json(environment, Environment.ENDPOINT_SELECTION, selectionSchema),
    workflowArn: text(environment, Environment.LINK_WORKFLOW_ARN),
    linkTimeoutSeconds: json(
      environment,
      Environment.LINK_TIMEOUT_SECONDS,
      v.pipe(v.number(), v.integer(), v.minValue(1)),
    ),
    lastLink: choice(environment, Environment.LAST_LINK, LAST_LINK_RULES),
    unlinkDeselected: json(environment, Environment.UNLINK_DESELECTED, v.boolean()),
    connectionStringsTimeoutSeconds: json(
      environment,
      Environment.CONNECTION_STRINGS_TIMEOUT_SECONDS,
      v.pipe(v.number(), v.integer(), v.minValue(0)),
    ),
    awaitsAcceptance: readWaitingConfiguration(environment).tableName !== undefined,
  };
}

/**
 * @returns undefined if the automation is no hub
 * @throws ConfigurationError
 */
export function readHubConfiguration(environment: EnvironmentValues): HubConfiguration | undefined {
  if (environment[Environment.MEMBERS] === undefined) return undefined;
  const setting = json(environment, Environment.MEMBERS, membersSchema);
  const region = awsRegion(text(environment, Environment.REGION));
  return { setting, home: { account: setting.hubAccount, region } };
}

export function readWaitingConfiguration(environment: EnvironmentValues): WaitingConfiguration {
  return {
    tableName: environment[Environment.WAITING_LINKS_TABLE] || undefined,
    topicArn: environment[Environment.CONNECTION_TOPIC_ARN] || undefined,
  };
}

/** @throws ConfigurationError */
export function readReconcileConfiguration(
  environment: EnvironmentValues,
  list: ProjectList,
): ReconcileConfiguration {
  return {
    ...readLinkingConfiguration(environment, list),
    reconcileEverySeconds: json(
      environment,
      Environment.RECONCILE_EVERY_SECONDS,
      v.pipe(v.number(), v.integer(), v.minValue(1)),
    ),
  };
}

/** @throws ConfigurationError */
export function readChangeConfiguration(
  environment: EnvironmentValues,
  list: ProjectList,
): ChangeConfiguration {
  return {
    ...readAtlasConfiguration(environment, list),
    selection:
      environment[Environment.ENDPOINT_SELECTION] === undefined
        ? undefined
        : json(environment, Environment.ENDPOINT_SELECTION, selectionSchema),
  };
}

/** @throws ConfigurationError */
export function readCustomResourceConfiguration(
  environment: EnvironmentValues,
  list: ProjectList,
): CustomResourceConfiguration {
  return {
    ...readAtlasConfiguration(environment, list),
    workflowArn: text(environment, Environment.LINK_WORKFLOW_ARN),
    region: awsRegion(text(environment, Environment.REGION)),
    openRequestsPath: text(environment, Environment.OPEN_REQUESTS_PATH),
  };
}

/** @throws ConfigurationError */
export function readEventBusConfiguration(environment: EnvironmentValues): EventBusConfiguration {
  return { eventBusName: text(environment, Environment.EVENT_BUS_NAME) };
}

/** @throws ConfigurationError */
export function readConcludeConfiguration(environment: EnvironmentValues): ConcludeConfiguration {
  return {
    ...readEventBusConfiguration(environment),
    owner: text(environment, Environment.SERVICE_NAME),
    tagEndpoints: json(environment, Environment.TAG_ENDPOINTS, v.boolean()),
    keepsRegistry: json(environment, Environment.REGISTRY, v.boolean()),
    openRequestsPath: environment[Environment.OPEN_REQUESTS_PATH] || undefined,
  };
}

/** A stack may get it from a template parameter, whose value synthesis does not know. */
function baseUrl(environment: EnvironmentValues): string {
  const value = text(environment, Environment.ATLAS_BASE_URL);
  const issue = baseUrlIssue(value);
  if (issue === undefined) return value;
  throw new ConfigurationError(
    `Environment variable ${Environment.ATLAS_BASE_URL}: expected an https URL without path, such as https://cloud.mongodb.com, received "${shownBaseUrl(value)}" (${issue}).`,
  );
}

function text(environment: EnvironmentValues, name: EnvironmentName): string {
  const value = environment[name];
  if (value === undefined || value === '')
    throw new ConfigurationError(`Environment variable ${name} is not set.`);
  return value;
}

function choice<Value extends string>(
  environment: EnvironmentValues,
  name: EnvironmentName,
  values: readonly Value[],
): Value {
  const value = text(environment, name);
  const chosen = values.find((candidate) => candidate === value);
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError(
    `Environment variable ${name}: expected ${values.join(' or ')}, received ${value}.`,
  );
}

function json<Output>(
  environment: EnvironmentValues,
  name: EnvironmentName,
  schema: v.GenericSchema<unknown, Output>,
): Output {
  const value = text(environment, name);
  const read = validate(jsonText(schema), value, { whole: 'value' });
  if (read.kind === 'valid') return read.value;
  const issues = read.issues.join('; ');
  throw new ConfigurationError(`Environment variable ${name} cannot be read: ${issues}. Received: ${value}`);
}

import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Environment } from '../../lambda/contract/environment.js';
import {
  INLINE_PROJECTS_BYTES,
  PROJECT_LISTS_PATH,
  type ProjectList,
  type ProjectListReference,
  projectListParameterNames,
  REFERENCE_BYTES_ASSUMED,
} from '../../lambda/contract/project-list.js';
import { ADVANCED_PARAMETER_BYTES, STANDARD_PARAMETER_BYTES } from '../../lambda/contract/registry.js';
import { bytesOf, environmentBytes, longest } from './environment-size.js';
import type { LinkFunction } from './link-function.js';

export interface ProjectListConstructProps {
  /** Separates the lists of several automations and providers of the account and Region. */
  readonly uniqueName: string;
  readonly list: ProjectList;
}

const REASON =
  'The lists of this automation alone: while a deployment replaces one, functions read the one that they were deployed with.';

const longestReference = longest(REFERENCE_BYTES_ASSUMED);

/**
 * How the functions get their Atlas projects: a short list is in their environment, a longer one in parameters that
 * their environment names.
 */
export class ProjectListSettings extends Construct {
  /** For every function that calls Atlas. */
  readonly environment: Readonly<Record<string, string>>;
  private readonly path: string;
  /** Undefined for a list in the environment. */
  private readonly parameters: ProjectListParameters | undefined;

  constructor(scope: Construct, id: string, { uniqueName, list }: ProjectListConstructProps) {
    super(scope, id);
    this.path = `${PROJECT_LISTS_PATH}/${uniqueName}`;
    const inline = inlineSettings(Stack.of(this), list);
    const bytes = environmentBytes(Stack.of(this).resolve(inline), longestReference);
    if (bytes <= INLINE_PROJECTS_BYTES) {
      this.environment = inline;
      return;
    }
    this.parameters = new ProjectListParameters(this, 'Parameters', { path: this.path, list });
    this.environment = { [Environment.ATLAS_PROJECT_LIST]: JSON.stringify(this.parameters.reference) };
  }

  /** @internal */
  grantRead(reader: LinkFunction): void {
    if (this.parameters === undefined) return;
    const resourceName = `${this.path.slice(1)}/*`;
    const lists = Stack.of(this).formatArn({ service: 'ssm', resource: 'parameter', resourceName });
    reader.allowBelow('ssm:GetParameters', [lists], REASON);
    // Nothing in the environment refers to them, but they must exist before the environment names them.
    reader.function.node.addDependency(this.parameters);
  }
}

function inlineSettings(
  stack: Stack,
  { projects, accessTokensSecrets }: ProjectList,
): Readonly<Record<string, string>> {
  return {
    [Environment.ATLAS_PROJECTS]: stack.toJsonString(projects),
    ...(accessTokensSecrets.length === 0
      ? {}
      : { [Environment.ACCESS_TOKENS_SECRETS]: accessTokensSecrets.join(',') }),
  };
}

interface ProjectListParametersProps {
  readonly path: string;
  readonly list: ProjectList;
}

/**
 * Parameters whose names depend on their content: another list has other parameters, which are created before a
 * function refers to them and deleted after the deployment, or after its roll-back.
 */
class ProjectListParameters extends Construct {
  readonly reference: ProjectListReference;

  constructor(scope: Construct, id: string, { path, list }: ProjectListParametersProps) {
    super(scope, id);
    const texts = partsOf(Stack.of(this), list).map((part) => Stack.of(this).toJsonString(part));
    const version = hashOf(Stack.of(this).resolve(texts));
    this.reference = { path: `${path}/${version}`, parts: texts.length };
    // CloudFormation replaces a resource if its logical id changes.
    const versioned = new Construct(this, version);
    for (const [index, parameterName] of projectListParameterNames(this.reference).entries())
      new StringParameter(versioned, `Part${index + 1}`, {
        parameterName,
        description: 'Atlas projects of the functions, and the secrets that go with them',
        // Advanced, which costs money, only if the names of secrets are unusually long.
        tier: ParameterTier.INTELLIGENT_TIERING,
        stringValue: texts[index] ?? '',
      });
  }
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

type Item = { readonly project: ProjectList['projects'][number] } | { readonly accessTokensSecret: string };

/** Splits the list into parts that fit a standard parameter. */
function partsOf(stack: Stack, { projects, accessTokensSecrets }: ProjectList): ProjectList[] {
  const items: Item[] = [
    ...projects.map((project) => ({ project })),
    ...accessTokensSecrets.map((accessTokensSecret) => ({ accessTokensSecret })),
  ];
  const parts: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const itemBytes = longestBytesOf(stack, item);
    if (FRAME_BYTES + itemBytes > ADVANCED_PARAMETER_BYTES) refuseItem(item, itemBytes);
    if (bytes + itemBytes > STANDARD_PARAMETER_BYTES) {
      parts.push([]);
      bytes = FRAME_BYTES;
    }
    parts.at(-1)?.push(item);
    bytes += itemBytes;
  }
  return parts.map(toList);
}

/** Only the accounts of a project can be so many. */
function refuseItem(item: Item, bytes: number): never {
  const project = 'project' in item ? item.project.projectId : '';
  throw new Error(
    `projects: the settings of project "${project}" take ${bytes} bytes, and a parameter holds ${ADVANCED_PARAMETER_BYTES}. Give fewer accounts, or leave them out and let endpointSelection tell which endpoints are linked.`,
  );
}

function toList(items: readonly Item[]): ProjectList {
  return {
    projects: items.flatMap((item) => ('project' in item ? [item.project] : [])),
    accessTokensSecrets: items.flatMap((item) =>
      'accessTokensSecret' in item ? [item.accessTokensSecret] : [],
    ),
  };
}

const FRAME_BYTES = JSON.stringify({ projects: [], accessTokensSecrets: [] } satisfies ProjectList).length;

/** Includes the following comma. */
function longestBytesOf(stack: Stack, item: Item): number {
  const value = 'project' in item ? item.project : item.accessTokensSecret;
  const text: unknown = stack.resolve(stack.toJsonString([value]));
  return bytesOf(text, longestReference) - 1;
}

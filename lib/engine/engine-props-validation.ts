import { Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { baseUrlIssue, shownBaseUrl } from '../../lambda/contract/base-url.js';
import { REMOTE_REGIONS_LIMIT } from '../../lambda/contract/limits.js';
import { listedTwice } from '../../lambda/contract/project-list.js';
import { ACCOUNT_ID, ATLAS_ID, AWS_REGION_NAME, type ValueRule } from '../../lambda/contract/value-rules.js';
import type { AtlasProject } from './atlas-project.js';
import type { LinkEngineProps } from './link-engine-props.js';
import { type ListRule, validateList } from './list-checks.js';
import { validateNetwork } from './network-props-validation.js';
import { hasMember, hasMethod, optional, received, refuse } from './prop-checks.js';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/**
 * Checks what synthesis knows, before any resource is created. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateEngineProps(props: LinkEngineProps): void {
  validateProjects(props.projects);
  if (props.atlasBaseUrl !== undefined) validateBaseUrl(props.atlasBaseUrl);
  validateNetwork(props);
  if (props.logLevel !== undefined) validateLogLevel(props.logLevel);
  if (props.logRetention !== undefined) validateLogRetention(props.logRetention);
}

/** For the automation and the provider. */
export const PROJECTS: ValueRule = {
  expected: 'expected a list of Atlas projects, [{ projectId, credentials }]',
  accepts: Array.isArray,
};

const CREDENTIALS: ValueRule = {
  expected: "expected AtlasCredentials, such as AtlasCredentials.fromSecretName('atlas/automation')",
  accepts: (value) => hasMethod(value, '_bind'),
};

function validateProjects(projects: readonly AtlasProject[]): void {
  for (const [index, project] of projects.entries()) {
    const name = `projects.${index}`;
    if (!hasMember(project, 'credentials'))
      throw new Error(`${name}: expected { projectId, credentials }, received ${received(project)}.`);
    refuse(optional(`${name}.credentials`, project.credentials ?? null, CREDENTIALS));
    validatePlaces(name, project);
  }
  validateProjectIds(projects.map(({ projectId }) => projectId));
}

function validatePlaces(name: string, { accounts, regions, remoteRegions }: AtlasProject): void {
  if (accounts !== undefined) validateList(`${name}.accounts`, accounts, ACCOUNTS);
  if (regions !== undefined) validateList(`${name}.regions`, regions, REGIONS);
  if (remoteRegions !== undefined) validateRemoteRegions(`${name}.remoteRegions`, remoteRegions, regions);
}

/** @param allowed Regions whose endpoints may be linked to the project; undefined: all */
function validateRemoteRegions(
  property: string,
  remoteRegions: readonly string[],
  allowed: readonly string[] | undefined,
): void {
  validateList(property, remoteRegions, REMOTE_REGIONS);
  if (remoteRegions.length > REMOTE_REGIONS_LIMIT)
    throw new Error(
      `${property}: expected at most ${REMOTE_REGIONS_LIMIT} Regions, received ${remoteRegions.length}. An endpoint service of Atlas has no more remote Regions.`,
    );
  if (allowed === undefined || [...allowed, ...remoteRegions].some((one) => Token.isUnresolved(one))) return;
  const other = remoteRegions.find((region) => !allowed.includes(region));
  if (other !== undefined)
    throw new Error(
      `${property}: expected Regions of the project's regions (${allowed.join(', ')}), received "${other}", whose endpoints may not be linked to the project. Leave it out, or add it to regions.`,
    );
}

const ACCOUNTS: ListRule = {
  what: 'account',
  item: ACCOUNT_ID,
  ifEmpty: 'Leave it out to allow all accounts that the automation serves, or leave out the project.',
};
const REGIONS: ListRule = {
  what: 'Region',
  item: AWS_REGION_NAME,
  ifEmpty: 'Leave it out to allow all Regions that the automation serves, or leave out the project.',
};

const REMOTE_REGIONS: ListRule = {
  what: 'Region',
  item: AWS_REGION_NAME,
  ifEmpty: 'Leave it out to add none.',
};

function validateProjectIds(projectIds: readonly string[]): void {
  if (projectIds.length === 0)
    throw new Error('projects: expected at least one Atlas project, received none.');
  const known = projectIds.filter((projectId) => !Token.isUnresolved(projectId));
  const wrong = known.findIndex((projectId) => !ATLAS_ID.accepts(projectId));
  if (wrong !== -1) {
    throw new Error(
      `projects: expected a project id of 24 hexadecimal digits, received ${received(known[wrong])}. Atlas shows it under Project Settings.`,
    );
  }
  const twice = listedTwice(known);
  if (twice !== undefined) {
    throw new Error(
      `projects: project "${twice}" is listed twice. List each project once, with one set of credentials.`,
    );
  }
}

function validateBaseUrl(baseUrl: string): void {
  if (Token.isUnresolved(baseUrl)) return;
  const issue = baseUrlIssue(baseUrl);
  if (issue === undefined) return;
  throw new Error(
    `atlasBaseUrl: expected an https URL without path or trailing slash, such as https://cloud.mongodbgov.com, received "${shownBaseUrl(baseUrl)}" (${issue}).`,
  );
}

function validateLogLevel(logLevel: string): void {
  if (Token.isUnresolved(logLevel) || LOG_LEVELS.includes(logLevel)) return;
  throw new Error(`logLevel: expected one of ${LOG_LEVELS.join(', ')}, received ${received(logLevel)}.`);
}

/** CloudWatch Logs only accepts these numbers of days. */
function validateLogRetention(logRetention: RetentionDays): void {
  const days = Object.values(RetentionDays).filter((value) => typeof value === 'number');
  if (Token.isUnresolved(logRetention) || days.includes(logRetention)) return;
  throw new Error(
    `logRetention: expected one of RetentionDays, such as RetentionDays.ONE_MONTH, received ${received(logRetention)}.`,
  );
}

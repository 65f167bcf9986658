import { type Duration, Token } from 'aws-cdk-lib';
import { baseUrlIssue, shownBaseUrl } from '../../lambda/contract/base-url.js';
import { listedTwice } from '../../lambda/contract/project-list.js';
import type { LinkEngineProps } from './link-engine-props.js';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/**
 * Checks what synthesis can know, before any resource is made. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateEngineProps(props: LinkEngineProps): void {
  validateProjectIds(props.projects.map(({ projectId }) => projectId));
  if (props.atlasBaseUrl !== undefined) validateBaseUrl(props.atlasBaseUrl);
  validateNetwork(props);
  if (props.logLevel !== undefined) validateLogLevel(props.logLevel);
}

/** @throws Error unless it is a number of whole seconds within the limits */
export function validateSeconds(prop: string, duration: Duration, min: number, max: number): void {
  if (duration.isUnresolved()) return;
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return;
  throw new Error(
    `${prop}: expected whole seconds from ${min} to ${max}, received ${duration.toHumanString()}.`,
  );
}

function validateProjectIds(projectIds: readonly string[]): void {
  if (projectIds.length === 0)
    throw new Error('projects: expected at least one Atlas project, received none.');
  const known = projectIds.filter((projectId) => !Token.isUnresolved(projectId));
  const wrong = known.find((projectId) => !/^[0-9a-f]{24}$/.test(projectId));
  if (wrong !== undefined) {
    throw new Error(
      `projects: expected a project id of 24 hexadecimal digits, received "${wrong}". Atlas shows it under Project Settings.`,
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

/** Nothing of a VPC without the VPC. */
function validateNetwork({ vpc, vpcSubnets, securityGroups }: LinkEngineProps): void {
  if (vpc === undefined && (vpcSubnets !== undefined || securityGroups !== undefined)) {
    const received = vpcSubnets === undefined ? 'securityGroups' : 'vpcSubnets';
    throw new Error(
      `vpc: expected the VPC that ${received} belongs to, received none. Give both, or neither.`,
    );
  }
  if (securityGroups?.length === 0) {
    throw new Error(
      'securityGroups: expected at least one security group, received none. Leave the prop out for one that lets HTTPS out.',
    );
  }
}

function validateLogLevel(logLevel: string): void {
  if (Token.isUnresolved(logLevel) || LOG_LEVELS.includes(logLevel)) return;
  throw new Error(`logLevel: expected one of ${LOG_LEVELS.join(', ')}, received "${logLevel}".`);
}

import { type Duration, Token } from 'aws-cdk-lib';
import { baseUrlIssue, shownBaseUrl } from '../../lambda/contract/base-url.js';
import {
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MAX_RECONCILE_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
  MIN_RECONCILE_SECONDS,
} from '../../lambda/contract/limits.js';
import type { LinkNetworkProps } from '../engine/link-network.js';
import type { AtlasPrivateLinkProps, AtlasProject } from './atlas-private-link-props.js';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];

/**
 * Checks what synthesis can know, before any resource is made. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateProps(props: AtlasPrivateLinkProps): void {
  validateProjects(props.projects, props.atlasBaseUrl);
  validateNetwork(props);
  if (props.linkTimeout !== undefined)
    validateSeconds('linkTimeout', props.linkTimeout, MIN_LINK_TIMEOUT_SECONDS, MAX_LINK_TIMEOUT_SECONDS);
  if (props.connectionStringsTimeout !== undefined)
    validateSeconds(
      'connectionStringsTimeout',
      props.connectionStringsTimeout,
      0,
      MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
    );
  if (props.reconcileEvery !== undefined) validateReconcileEvery(props.reconcileEvery);
  if (props.maxConcurrency !== undefined) validateMaxConcurrency(props.maxConcurrency);
  if (props.runbookUrl !== undefined) validateRunbookUrl(props.runbookUrl);
  if (props.logLevel !== undefined && !LOG_LEVELS.includes(props.logLevel)) {
    throw new Error(`logLevel: expected one of ${LOG_LEVELS.join(', ')}, received "${props.logLevel}".`);
  }
}

/** @throws Error with the prop, the value received and what to do */
export function validateProjects(projects: readonly AtlasProject[], atlasBaseUrl: string | undefined): void {
  validateProjectIds(projects.map(({ projectId }) => projectId));
  if (atlasBaseUrl !== undefined) validateBaseUrl(atlasBaseUrl);
}

/** @throws Error when something of a VPC is given without it */
export function validateNetwork({ vpc, vpcSubnets, securityGroups }: LinkNetworkProps): void {
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
  const twice = known.find((projectId, index) => known.indexOf(projectId) !== index);
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

function validateRunbookUrl(runbookUrl: string): void {
  if (Token.isUnresolved(runbookUrl) || (URL.canParse(runbookUrl) && !runbookUrl.includes('#'))) return;
  throw new Error(
    `runbookUrl: expected a URL without "#" (the sections are put behind it), received "${runbookUrl}".`,
  );
}

function validateMaxConcurrency(maxConcurrency: number): void {
  if (Token.isUnresolved(maxConcurrency) || (Number.isInteger(maxConcurrency) && maxConcurrency >= 1)) return;
  throw new Error(
    `maxConcurrency: expected a whole number of at least 1 (0 would stop the automation), received ${maxConcurrency}.`,
  );
}

function validateSeconds(prop: string, duration: Duration, min: number, max: number): void {
  if (duration.isUnresolved()) return;
  const seconds = duration.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= min && seconds <= max) return;
  throw new Error(
    `${prop}: expected whole seconds from ${min} to ${max}, received ${duration.toHumanString()}.`,
  );
}

/** A schedule counts whole minutes. */
function validateReconcileEvery(reconcileEvery: Duration): void {
  validateSeconds('reconcileEvery', reconcileEvery, MIN_RECONCILE_SECONDS, MAX_RECONCILE_SECONDS);
  if (reconcileEvery.isUnresolved() || Number.isInteger(reconcileEvery.toMinutes({ integral: false })))
    return;
  throw new Error(`reconcileEvery: expected whole minutes, received ${reconcileEvery.toHumanString()}.`);
}

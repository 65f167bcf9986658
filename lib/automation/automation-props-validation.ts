import { type Duration, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MAX_RECONCILE_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
  MIN_RECONCILE_SECONDS,
} from '../../lambda/contract/limits.js';
import { ENDPOINT_SERVICE_NAME, type ValueRule } from '../../lambda/contract/value-rules.js';
import { PROJECTS } from '../engine/engine-props-validation.js';
import { LAST_LINK } from '../engine/last-link-rule.js';
import { type ListRule, validateList } from '../engine/list-checks.js';
import { refuseOtherPartition } from '../engine/partition.js';
import {
  hasMethod,
  optional,
  received,
  refuse,
  requireProps,
  validateSeconds,
} from '../engine/prop-checks.js';
import { accountOf, isSameAccount } from '../engine/same-app.js';
import type { AtlasMembers } from './atlas-members.js';
import type { AtlasPrivateLinkProps } from './atlas-private-link-props.js';

/**
 * Checks the automation's own props; the engine checks its own. Tokens are skipped.
 *
 * @throws Error with the prop, the value received and what to do
 */
export function validateAutomationProps(props: AtlasPrivateLinkProps): void {
  requireProps('AtlasPrivateLink', props, { projects: PROJECTS, endpointSelection: SELECTION });
  refuse(optional('lastLink', props.lastLink, LAST_LINK));
  refuse(optional('members', props.members, MEMBERS));
  validateDataFederation(props);
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
}

const SELECTION: ValueRule = {
  expected: "expected an EndpointSelection, such as EndpointSelection.tagged('atlas-privatelink')",
  accepts: (value) => hasMethod(value, '_tagKeys'),
};

function validateDataFederation({
  projects,
  dataFederationServiceNames: names,
}: AtlasPrivateLinkProps): void {
  if (names === undefined) return;
  validateList('dataFederationServiceNames', names, SERVICE_NAMES);
  if (Array.isArray(projects) && projects.some((project) => project?.dataFederation === true)) return;
  throw new Error(
    'dataFederationServiceNames: expected a project with dataFederation: true, received none, so that no endpoint would be registered. Set it for the project of these endpoints.',
  );
}

const SERVICE_NAMES: ListRule = {
  what: 'endpoint service',
  item: ENDPOINT_SERVICE_NAME,
  ifEmpty: 'Leave it out to use the known names.',
};

const MEMBERS: ValueRule = {
  expected:
    "expected AtlasMembers, such as AtlasMembers.organization('o-a1b2c3d4e5', { regions: ['eu-west-1'] })",
  accepts: (value) => hasMethod(value, '_setting'),
};

/**
 * Checks members and the places of projects against the place of the automation, as far as synthesis knows it.
 *
 * @throws Error if the only member is the hub itself, or if no endpoint could ever be linked to a project
 */
export function validatePlaces(scope: IConstruct, { members, projects }: AtlasPrivateLinkProps): void {
  const { account, region } = Stack.of(scope);
  if (members !== undefined) {
    refuseHubItself(members, account, region);
    refuseOtherPartition('members', members._regions, region);
  }
  const isOrganization = members !== undefined && members._accounts === undefined;
  const accounts = isOrganization ? undefined : [account, ...(members?._accounts ?? [])];
  const regions = [...new Set([region, ...(members?._regions ?? [])])];
  for (const [index, project] of projects.entries()) {
    refuseUnserved(`projects.${index}.accounts`, 'account', project.accounts, accounts);
    refuseUnserved(`projects.${index}.regions`, 'Region', project.regions, regions);
    refuseUnserved(`projects.${index}.remoteRegions`, 'Region', project.remoteRegions, regions);
  }
}

function refuseHubItself({ _accounts, _regions }: AtlasMembers, account: string, region: string): void {
  const isOnly = (values: readonly string[] | undefined, own: string) =>
    !Token.isUnresolved(own) && values?.length === 1 && values[0] === own;
  if (!isOnly(_accounts, account) || !isOnly(_regions, region)) return;
  throw new Error(
    `members: expected accounts or Regions besides the hub's own, received only account ${account} in ${region}, which is the hub itself. Leave out members: an automation always serves its own account and Region.`,
  );
}

/** A hub in the app. */
export interface StatedHub {
  readonly construct: IConstruct;
  readonly namespace: string;
}

/**
 * The roles of members have one name for each namespace, and trust one hub: its account, its Region, its tag.
 *
 * @param others hubs of the same app
 * @throws Error if one of them has the same namespace in the same account
 */
export function refuseSecondHub({ construct, namespace }: StatedHub, others: readonly StatedHub[]): void {
  const first = others.find(
    (other) => other.namespace === namespace && isSameAccount(other.construct, construct),
  );
  if (first === undefined) return;
  throw new Error(
    `members: expected one hub of a namespace in ${accountOf(construct)}, received "${namespace}", which ${first.construct.node.path} has. The role of a member has one name for a namespace, and trusts one hub. Give another one to this hub, such as namespace: "test" in the options of AtlasMembers, or add its Regions and accounts to the members of the first one.`,
  );
}

/** @param served undefined if synthesis does not know it */
function refuseUnserved(
  property: string,
  what: string,
  allowed: readonly string[] | undefined,
  served: readonly string[] | undefined,
): void {
  if (allowed === undefined || served === undefined) return;
  if ([...allowed, ...served].some((value) => Token.isUnresolved(value))) return;
  const other = allowed.find((value) => !served.includes(value));
  if (other === undefined) return;
  throw new Error(
    `${property}: expected what the automation serves (${served.join(', ')}), received ${what} "${other}", whose endpoints it does not see. Leave it out, or add it to members.`,
  );
}

function validateRunbookUrl(runbookUrl: string): void {
  if (Token.isUnresolved(runbookUrl) || (URL.canParse(runbookUrl) && !runbookUrl.includes('#'))) return;
  throw new Error(
    `runbookUrl: expected a URL without "#" (anchors of sections are appended), received ${received(runbookUrl)}.`,
  );
}

function validateMaxConcurrency(maxConcurrency: number): void {
  if (Token.isUnresolved(maxConcurrency) || (Number.isInteger(maxConcurrency) && maxConcurrency >= 1)) return;
  throw new Error(
    `maxConcurrency: expected a whole number of at least 1 (0 would stop the automation), received ${received(maxConcurrency)}.`,
  );
}

/** A schedule rate is a whole number of minutes. */
function validateReconcileEvery(reconcileEvery: Duration): void {
  validateSeconds('reconcileEvery', reconcileEvery, MIN_RECONCILE_SECONDS, MAX_RECONCILE_SECONDS);
  if (reconcileEvery.isUnresolved() || Number.isInteger(reconcileEvery.toMinutes({ integral: false })))
    return;
  throw new Error(`reconcileEvery: expected whole minutes, received ${reconcileEvery.toHumanString()}.`);
}

import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  ACCOUNT_ID,
  AWS_REGION_NAME,
  ORGANIZATIONAL_UNIT_ID,
  type ValueRule,
} from '../../lambda/contract/value-rules.js';
import { validateList } from '../engine/list-checks.js';
import { refuseOtherPartition } from '../engine/partition.js';
import { optional, refuse, requireProps } from '../engine/prop-checks.js';
import { isSameRegion } from '../engine/same-app.js';
import type { AtlasPrivateLinkMembersProps } from './atlas-private-link-members-props.js';
import { HUB, validateHub } from './member-props-validation.js';

/** @throws Error with the prop, the value received and what to do */
export function validateMembersStackSets(scope: IConstruct, props: AtlasPrivateLinkMembersProps): void {
  requireProps('AtlasPrivateLinkMembers', props, { hub: HUB, organizationalUnitIds: UNITS });
  const { hub, organizationalUnitIds, regions, managementAccountId, operation } = props;
  validateHub(hub);
  validateList('organizationalUnitIds', organizationalUnitIds, {
    what: 'organizational unit',
    item: ORGANIZATIONAL_UNIT_ID,
    ifEmpty: 'Give the id of the root, such as r-ab12, to reach every account but the management account.',
  });
  validateList('regions', regions ?? hub.regions ?? [], {
    what: 'Region',
    item: AWS_REGION_NAME,
    ifEmpty: 'Name the Regions that the members have VPC endpoints in, as members of the hub does.',
  });
  validateServed(regions, hub.regions);
  refuseOtherPartition('regions', regions ?? hub.regions ?? [], hub.region);
  refuse([
    ...optional('managementAccountId', managementAccountId, ACCOUNT_ID),
    ...optional('operation.failureTolerancePercentage', operation?.failureTolerancePercentage, TOLERANCE),
    ...optional('operation.maxConcurrentPercentage', operation?.maxConcurrentPercentage, CONCURRENCY),
  ]);
  refuseOwnAccount(scope, managementAccountId);
}

/** StackSets made by a delegated administrator are called otherwise than those of the management account. */
function refuseOwnAccount(scope: IConstruct, managementAccountId: string | undefined): void {
  const { account } = Stack.of(scope);
  if (managementAccountId !== account || Token.isUnresolved(account)) return;
  throw new Error(
    `managementAccountId: expected the management account of a delegated administrator, received "${account}", which is the account of the stack. Leave it out if the stack is deployed in the management account; otherwise give the id of that account.`,
  );
}

/** StackSets in the app. */
export interface StatedStackSets {
  readonly construct: IConstruct;
  readonly namespace: string;
  readonly managementAccountId: string | undefined;
  /** Names of both. */
  readonly names: readonly string[];
}

/**
 * @param others of the same app
 * @throws Error if one of them has StackSets of the same names in the same management account and Region
 */
export function refuseSameStackSets(own: StatedStackSets, others: readonly StatedStackSets[]): void {
  const first = others.find(
    (other) =>
      other.namespace === own.namespace &&
      isSameRegion(other.construct, own.construct) &&
      isSameOwner(other, own),
  );
  if (first === undefined) return;
  throw new Error(
    `hub.namespace: expected one AtlasPrivateLinkMembers of a namespace, received "${own.namespace}", whose StackSets ${first.construct.node.path} makes under the same names (${own.names.join(', ')}). Give it all organizational units, or give another namespace to this hub.`,
  );
}

/** The management account has the StackSets of its delegated administrators as well. */
function isSameOwner(one: StatedStackSets, other: StatedStackSets): boolean {
  const owner = ({ managementAccountId, construct }: StatedStackSets) =>
    managementAccountId ?? Stack.of(construct).account;
  if (Stack.of(one.construct) === Stack.of(other.construct)) return true;
  return !Token.isUnresolved(owner(one)) && owner(one) === owner(other);
}

/** The hub ignores events of other Regions. */
function validateServed(regions: readonly string[] | undefined, served: readonly string[] | undefined): void {
  if (regions === undefined || served === undefined) return;
  const other = regions.find((region) => !served.includes(region));
  if (other === undefined) return;
  throw new Error(
    `regions: expected Regions that the hub serves (${served.join(', ')}), received "${other}". Add it to the regions of the hub's members as well.`,
  );
}

const UNITS: ValueRule = {
  expected: 'expected a list of ids of organizational units',
  accepts: Array.isArray,
};

const TOLERANCE = percentage(0);
const CONCURRENCY = percentage(1);

function percentage(least: number): ValueRule {
  return {
    expected: `expected a whole number from ${least} to 100`,
    accepts: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 100,
  };
}

import {
  ACCOUNT_ID,
  AWS_REGION_NAME,
  ORGANIZATIONAL_UNIT_ID,
  type ValueRule,
} from '../../lambda/contract/value-rules.js';
import { validateList } from '../engine/list-checks.js';
import { optional, refuse, requireProps } from '../engine/prop-checks.js';
import type { AtlasPrivateLinkMembersProps } from './atlas-private-link-members-props.js';
import { HUB, validateHub } from './member-props-validation.js';

/** @throws Error with the prop, the value received and what to do */
export function validateMembersStackSets(props: AtlasPrivateLinkMembersProps): void {
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
  refuse([
    ...optional('managementAccountId', managementAccountId, ACCOUNT_ID),
    ...optional('operation.failureTolerancePercentage', operation?.failureTolerancePercentage, TOLERANCE),
    ...optional('operation.maxConcurrentPercentage', operation?.maxConcurrentPercentage, CONCURRENCY),
  ]);
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

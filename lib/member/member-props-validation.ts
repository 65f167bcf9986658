import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  ACCOUNT_ID,
  AWS_REGION_NAME,
  NAMESPACE,
  ORGANIZATION_ID,
  type ValueRule,
} from '../../lambda/contract/value-rules.js';
import type { AtlasHub } from '../engine/atlas-hub.js';
import { isOtherPartition } from '../engine/partition.js';
import { optional, received, refuse, requireProps } from '../engine/prop-checks.js';
import { accountOf, isSameAccount, isSameRegion } from '../engine/same-app.js';
import { MemberParts } from './member-parts.js';

export const HUB: ValueRule = {
  expected: 'expected a hub, { account, region }, such as the hub of an AtlasPrivateLink with members',
  accepts: (value) => typeof value === 'object' && value !== null,
};

/** @throws Error with the prop, the value received and what to do */
export function validateHub(hub: AtlasHub): void {
  refuse([
    ...optional('hub.account', hub.account ?? null, ACCOUNT_ID),
    ...optional('hub.region', hub.region ?? null, AWS_REGION_NAME),
    ...optional('hub.namespace', hub.namespace, NAMESPACE),
    ...optional('hub.organizationId', hub.organizationId, ORGANIZATION_ID),
  ]);
  refuseNoList('hub.tagKeys', 'tag keys', hub.tagKeys);
  refuseNoList('hub.regions', 'AWS Regions', hub.regions);
}

function refuseNoList(property: string, what: string, value: unknown): void {
  if (value === undefined || Array.isArray(value)) return;
  throw new Error(`${property}: expected a list of ${what}, received ${received(value)}.`);
}

/** @throws Error with the prop, the value received and what to do */
export function validateMember(
  scope: IConstruct,
  props: { readonly hub: AtlasHub; readonly parts?: MemberParts },
): void {
  requireProps('AtlasPrivateLinkMember', props, { hub: HUB });
  const { hub, parts = MemberParts.ALL } = props;
  validateHub(hub);
  refuse(optional('parts', parts, PARTS));
  refuseOwnPlace(scope, 'account', hub.account);
  refuseOwnPlace(scope, 'region', hub.region);
  if (parts !== MemberParts.ROLES) {
    refuseHubItself(scope, hub);
    refuseUnservedRegion(scope, hub);
  }
  refuseForeignHub(scope, hub);
}

/** A member in the app. */
export interface StatedMember {
  readonly construct: IConstruct;
  readonly namespace: string;
  readonly parts: MemberParts;
}

/**
 * Roles, rules and parameters have fixed names.
 *
 * @param others members of the same app
 * @throws Error if one of them makes the same in the same account, or account and Region
 */
export function refuseSecondMember(own: StatedMember, others: readonly StatedMember[]): void {
  const { construct, namespace, parts } = own;
  const account = accountOf(construct);
  const rivals = others.filter(
    (other) => other.namespace === namespace && isSameAccount(other.construct, construct),
  );
  const ofRoles = rivals.find((other) => makesRoles(other) && makesRoles(own));
  if (ofRoles !== undefined)
    throw new Error(
      `parts: expected the roles of namespace "${namespace}" once in ${account}, received "${parts}" although ${ofRoles.construct.node.path} makes them. Give MemberParts.RULES here, or another namespace to the hub.`,
    );
  const ofRules = rivals.find(
    (other) => makesRules(other) && makesRules(own) && isSameRegion(other.construct, construct),
  );
  if (ofRules === undefined) return;
  const { region } = Stack.of(construct);
  const place = Token.isUnresolved(region) ? account : `${account} in ${region}`;
  throw new Error(
    `parts: expected the rules of namespace "${namespace}" once in ${place}, received "${parts}" although ${ofRules.construct.node.path} makes them. Leave out one of them, or give another namespace to the hub.`,
  );
}

function makesRoles({ parts }: StatedMember): boolean {
  return parts !== MemberParts.RULES;
}

function makesRules({ parts }: StatedMember): boolean {
  return parts !== MemberParts.ROLES;
}

const PARTS: ValueRule = {
  expected: 'expected MemberParts.ALL, MemberParts.ROLES or MemberParts.RULES',
  accepts: (value) => Object.values(MemberParts).some((part) => part === value),
};

/** A reference to the hub's account would become, in the stack of the member, that of the member. */
function refuseOwnPlace(scope: IConstruct, name: 'account' | 'region', value: string): void {
  if (!Token.isUnresolved(value)) return;
  const reference: unknown = Stack.of(scope).resolve(value);
  const pseudo = { account: 'AWS::AccountId', region: 'AWS::Region' }[name];
  if (typeof reference !== 'object' || reference === null || !('Ref' in reference)) return;
  if (reference.Ref !== pseudo) return;
  throw new Error(
    `hub.${name}: expected the ${name} of the hub, received a reference to the ${name} of whichever stack uses it, here the member's own. Give the stack of the hub an env with account and region, or write the hub's ${name} here.`,
  );
}

function refuseForeignHub(scope: IConstruct, hub: AtlasHub): void {
  const { region } = Stack.of(scope);
  if (!isOtherPartition(region, hub.region)) return;
  throw new Error(
    `hub.region: expected a Region of the partition of ${region}, which is the Region of the stack, received "${hub.region}". Events do not reach another partition: install a hub of its own there.`,
  );
}

function refuseHubItself(scope: IConstruct, hub: AtlasHub): void {
  const { account, region } = Stack.of(scope);
  if (account !== hub.account || region !== hub.region) return;
  throw new Error(
    `hub: expected the hub of another account or Region, received account ${account} in ${region}, which is the stack's own. The hub serves that place itself: leave out the member there, or make MemberParts.ROLES alone if other Regions of the account are members.`,
  );
}

/** The hub ignores heartbeats and events of other Regions, so that nothing would say what is wrong. */
function refuseUnservedRegion(scope: IConstruct, { regions: served = [] }: AtlasHub): void {
  const { region } = Stack.of(scope);
  if (served.length === 0 || served.includes(region)) return;
  if ([region, ...served].some((one) => Token.isUnresolved(one))) return;
  throw new Error(
    `hub.regions: expected the Region of the stack, ${region}, among the Regions that the hub serves, received "${served.join(', ')}". Add it to the regions of the hub's members as well, or make no member there.`,
  );
}

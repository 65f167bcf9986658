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
import { optional, received, refuse, requireProps } from '../engine/prop-checks.js';
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
  if (hub.tagKeys === undefined || Array.isArray(hub.tagKeys)) return;
  throw new Error(`hub.tagKeys: expected a list of tag keys, received ${received(hub.tagKeys)}.`);
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
  if (parts !== MemberParts.ROLES) refuseHubItself(scope, hub);
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

function refuseHubItself(scope: IConstruct, hub: AtlasHub): void {
  const { account, region } = Stack.of(scope);
  if (account !== hub.account || region !== hub.region) return;
  throw new Error(
    `hub: expected the hub of another account or Region, received account ${account} in ${region}, which is the stack's own. The hub serves that place itself: leave out the member there, or make MemberParts.ROLES alone if other Regions of the account are members.`,
  );
}

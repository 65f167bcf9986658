import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { DEFAULT_NAMESPACE, type MembersSetting } from '../../lambda/contract/members.js';
import { type AwsRegion, awsRegion } from '../../lambda/contract/regions.js';
import {
  ACCOUNT_ID,
  AWS_REGION_NAME,
  NAMESPACE,
  ORGANIZATION_ID,
  ORGANIZATIONAL_UNIT_ID,
  ORGANIZATIONAL_UNIT_PATH,
  type ValueRule,
} from '../../lambda/contract/value-rules.js';
import { validateList } from '../engine/list-checks.js';
import { refuseOtherPartition } from '../engine/partition.js';
import { optional, refuse, requireProps } from '../engine/prop-checks.js';

/** Which Regions of its members a hub serves, and under which names. */
export interface AtlasMembersOptions {
  /**
   * Regions of the members' VPC endpoints, such as `eu-west-1`. Each must be enabled in the hub's account too, because
   * the hub calls EC2 there.
   */
  readonly regions: string[];
  /**
   * Separates hubs of one organization, such as one for tests: 1 to 32 lower-case letters, digits and hyphens. It is
   * part of the names of the bus, and of the roles, rules and parameters of the members. One hub in an account and
   * Region may have it.
   *
   * @default "default"
   */
  readonly namespace?: string;
}

/** Condition operators with their keys. */
type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What a factory states. */
interface StatedMembers {
  readonly accounts?: readonly string[];
  readonly organizationId?: string;
  /** Who may put events on the bus. */
  readonly senders: Conditions;
  /** In which accounts a role may be assumed; undefined if the roles are named one by one. */
  readonly entered?: Conditions;
}

/**
 * Whose VPC endpoints a hub links besides those of its own account and Region. Each account and Region needs the member
 * stack (`AtlasPrivateLinkMember`, or its template): without it, no event arrives and no role can be assumed.
 */
export class AtlasMembers {
  /**
   * These AWS accounts, 12 digits each. For some dozens of accounts: the policy of the bus holds 10,240 characters, and
   * the environment of a function 4 KB.
   */
  static accounts(accountIds: string[], options: AtlasMembersOptions): AtlasMembers {
    validateList('AtlasMembers.accounts', accountIds, {
      what: 'account',
      item: ACCOUNT_ID,
      ifEmpty: 'Leave out members to serve the own account and Region alone.',
    });
    const senders = { StringEquals: { 'aws:PrincipalAccount': accountIds } };
    return new AtlasMembers('accounts', { accounts: accountIds, senders }, options);
  }

  /**
   * Every account of an AWS organization that has the member stack; those that join later too, from their first
   * heartbeat on.
   *
   * @param organizationId such as `o-a1b2c3d4e5`
   */
  static organization(organizationId: string, options: AtlasMembersOptions): AtlasMembers {
    refuse(optional('AtlasMembers.organization', organizationId ?? null, ORGANIZATION_ID));
    const senders = { StringEquals: { 'aws:PrincipalOrgID': organizationId } };
    const entered = { StringEquals: { 'aws:ResourceOrgID': organizationId } };
    return new AtlasMembers('organization', { organizationId, senders, entered }, options);
  }

  /**
   * Every account of organizational units and of the units below them that has the member stack.
   *
   * @param organizationId such as `o-a1b2c3d4e5`
   * @param units ids, such as `ou-ab12-11112222`, or paths, such as `r-ab12/ou-ab12-11112222/`
   */
  static organizationalUnits(
    organizationId: string,
    units: string[],
    options: AtlasMembersOptions,
  ): AtlasMembers {
    const method = 'AtlasMembers.organizationalUnits';
    refuse(optional(method, organizationId ?? null, ORGANIZATION_ID));
    validateList(method, units, {
      what: 'organizational unit',
      item: UNIT,
      ifEmpty: 'Use AtlasMembers.organization to serve all accounts.',
    });
    for (const unit of units) refuseOtherOrganization(organizationId, unit);
    refuseSameUnit(units);
    const paths = units.map((unit) => orgPathPattern(organizationId, unit));
    const senders = {
      StringEquals: { 'aws:PrincipalOrgID': organizationId },
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': paths },
    };
    const entered = {
      StringEquals: { 'aws:ResourceOrgID': organizationId },
      'ForAnyValue:StringLike': { 'aws:ResourceOrgPaths': paths },
    };
    return new AtlasMembers('organizationalUnits', { organizationId, senders, entered }, options);
  }

  /** @internal */
  readonly _namespace: string;
  /** @internal */
  readonly _regions: readonly string[];

  private constructor(
    method: string,
    private readonly stated: StatedMembers,
    options: AtlasMembersOptions,
  ) {
    const property = `AtlasMembers.${method}`;
    requireProps(`${property}: options`, options, { regions: SOME_LIST });
    validateList(`${property}: regions`, options.regions, {
      what: 'Region',
      item: AWS_REGION_NAME,
      ifEmpty: 'Name the Regions that the members have VPC endpoints in.',
    });
    refuseMixedPartitions(`${property}: regions`, options.regions);
    refuse(optional(`${property}: namespace`, options.namespace, NAMESPACE));
    this._namespace = options.namespace ?? DEFAULT_NAMESPACE;
    this._regions = options.regions;
  }

  /**
   * Undefined if the members are those of an organization.
   *
   * @internal
   */
  get _accounts(): readonly string[] | undefined {
    return this.stated.accounts;
  }

  /**
   * Undefined if the members are accounts.
   *
   * @internal
   */
  get _organizationId(): string | undefined {
    return this.stated.organizationId;
  }

  /** @internal */
  get _senders(): Conditions {
    return this.stated.senders;
  }

  /**
   * Conditions under which the hub may assume roles. The role of an account that has left the organization may still
   * trust the hub, so the hub's own policy has the condition as well.
   *
   * @internal
   */
  get _entered(): Conditions {
    return this.stated.entered ?? {};
  }

  /**
   * The form that the functions read.
   *
   * @param hub a construct in the stack of the hub
   * @internal
   */
  _setting(hub: IConstruct): MembersSetting {
    const { _namespace: namespace, _accounts: accounts, _regions } = this;
    const { account: hubAccount, partition } = Stack.of(hub);
    return {
      hubAccount,
      partition,
      namespace,
      ...(accounts === undefined ? {} : { accounts }),
      regions: _regions.map(spelled),
    };
  }
}

/** A token must stay as it is. */
function spelled(region: string): AwsRegion {
  return Token.isUnresolved(region) ? (region as AwsRegion) : awsRegion(region);
}

const SOME_LIST: ValueRule = { expected: 'expected a list of AWS Regions', accepts: Array.isArray };

const UNIT: ValueRule = {
  expected:
    'expected ids or paths of organizational units, such as ou-ab12-11112222 or r-ab12/ou-ab12-11112222/',
  accepts: (value) => ORGANIZATIONAL_UNIT_ID.accepts(value) || ORGANIZATIONAL_UNIT_PATH.accepts(value),
};

function refuseOtherOrganization(organizationId: string, unit: string): void {
  if (Token.isUnresolved(organizationId) || Token.isUnresolved(unit)) return;
  if (!unit.startsWith('o-') || unit.startsWith(`${organizationId}/`)) return;
  throw new Error(
    `AtlasMembers.organizationalUnits: expected units of the organization "${organizationId}", received "${unit}". Give the id of that organization, or leave it out of the path.`,
  );
}

/** An id and a path may name the same unit. Ids are unique. */
function refuseSameUnit(units: readonly string[]): void {
  for (const [index, unit] of units.entries()) {
    const first = units.slice(0, index).find((other) => lastIdOf(other) === lastIdOf(unit));
    if (first === undefined) continue;
    throw new Error(
      `AtlasMembers.organizationalUnits: expected each organizational unit once, received "${first}" and "${unit}", which are the same. Leave one of them out.`,
    );
  }
}

function lastIdOf(unit: string): string {
  return unit.replace(/\/$/, '').replace(/^.*\//, '');
}

function refuseMixedPartitions(property: string, regions: readonly string[]): void {
  const first = regions.find((region) => !Token.isUnresolved(region));
  if (first !== undefined) refuseOtherPartition(property, regions, first);
}

/** AWS writes the path of an account with its organization in front and a slash at its end. */
function orgPathPattern(organizationId: string, unit: string): string {
  if (unit.startsWith('ou-') || Token.isUnresolved(unit)) return `${organizationId}/*/${unit}/*`;
  const path = unit.replace(/^o-[a-z0-9]+\//, '').replace(/\/$/, '');
  return `${organizationId}/${path}/*`;
}

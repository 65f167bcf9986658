import { DEFAULT_NAMESPACE, type HubPlace } from '../../lambda/contract/members.js';

/**
 * The hub as its members need it: `hub` of an `AtlasPrivateLink` with `members`, or the same facts of a hub of another
 * app. None of them is a secret.
 */
export interface AtlasHub {
  /** AWS account of the hub, 12 digits. */
  readonly account: string;
  /** Home Region of the hub: the only one with a bus for members. */
  readonly region: string;
  /**
   * Separates hubs of one organization. It is part of the names of buses, roles, rules and parameters.
   *
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * Id of the organization, such as `o-a1b2c3d4e5`. The role of a member then trusts the hub only while both are in it.
   *
   * @default - the hub is trusted by its account alone
   */
  readonly organizationId?: string;
  /**
   * Keys of the tags that the hub's `endpointSelection` checks: members forward changes of these tags only.
   *
   * @default - no changes of tags are forwarded; the hub's reconciliation sees them
   */
  readonly tagKeys?: string[];
  /**
   * Regions of the members' VPC endpoints. In other Regions, an `AtlasPrivateLinkMember` with rules is refused: the hub
   * would ignore its events.
   *
   * @default - `AtlasPrivateLinkMembers` needs its own `regions`; a member is accepted in each Region
   */
  readonly regions?: string[];
}

/** A hub with its defaults. */
export interface KnownHub extends Omit<HubPlace, 'region'> {
  /** May be a token, whose spelling must not change. */
  readonly region: string;
  readonly organizationId: string | undefined;
  readonly tagKeys: readonly string[];
}

export function knownHub({ account, region, namespace, organizationId, tagKeys = [] }: AtlasHub): KnownHub {
  return { account, region, namespace: namespace ?? DEFAULT_NAMESPACE, organizationId, tagKeys };
}

/** Names and settings that a hub and its members share (decision 57). */
import type { AwsRegion } from './regions.js';
import { RegistryPath } from './registry.js';

/** Version of the member template: of its rules, roles and permissions. */
export const MEMBER_VERSION = 1;

/** Separates hubs in one organization: it is part of the names of roles, buses and parameters. */
export const DEFAULT_NAMESPACE = 'default';

/** Interval at which each member account and Region sends an event, so that the hub can report that it is missing. */
export const HEARTBEAT_MINUTES = 60;

/** A member that was not heard for this time is silent: two heartbeats may be lost, or late. */
export const SILENT_MILLISECONDS = 3 * HEARTBEAT_MINUTES * 60_000;

/** The hub, as its members name it. */
export interface HubPlace {
  /** AWS account, 12 digits. */
  readonly account: string;
  /** Home Region: the only one with a bus for members. */
  readonly region: AwsRegion;
  readonly namespace: string;
}

/** JSON of `Environment.MEMBERS`: which accounts and Regions a hub serves besides its own. */
export interface MembersSetting {
  /** AWS account of the hub. Its Region is that of its functions. */
  readonly hubAccount: string;
  /** `aws`, `aws-us-gov`, …: partition of the hub and its members. */
  readonly partition: string;
  readonly namespace: string;
  /** AWS accounts. Undefined: every account that has been heard, which the policy of the bus limits to an organization. */
  readonly accounts?: readonly string[] | undefined;
  /** Regions of the members' VPC endpoints. */
  readonly regions: readonly AwsRegion[];
}

/** JSON of the parameter {@link memberParameterName} in each Region of a member. */
export interface MemberDescription {
  readonly version: number;
  readonly hubAccount: string;
  readonly hubRegion: string;
  readonly namespace: string;
}

/** Bus of the hub, in its account and home Region. */
export function hubBusName(namespace: string): string {
  return `atlas-privatelink-${namespace}`;
}

/** Role in a member account with which EventBridge puts events on the bus of the hub. */
export function forwarderRoleName(namespace: string): string {
  return `AtlasPrivateLinkForwarder-${namespace}`;
}

/** Role in a member account that the functions of the hub assume. */
export function memberRoleName(namespace: string): string {
  return `AtlasPrivateLinkMember-${namespace}`;
}

/** External id with which the hub assumes the role of a member: no secret, but different for each hub. */
export function externalIdOf({
  account,
  region,
  namespace,
}: Omit<HubPlace, 'region'> & { readonly region: string }): string {
  return `atlas-privatelink/${account}/${region}/${namespace}`;
}

/**
 * Tag on the roles of the hub's functions, whose value is the namespace. Members recognize these roles by it, because
 * CloudFormation makes the names of the roles, and a tag replaces no role of an automation that becomes a hub.
 */
export const HUB_ROLE_TAG = 'atlas-privatelink:hub';

/** Rules in each member Region that forward events, besides the heartbeat. */
export const MEMBER_RULES = ['creation', 'deletion', 'stack', 'tag'] as const;
export type MemberRule = (typeof MEMBER_RULES)[number];

export function memberRuleName(namespace: string, rule: MemberRule): string {
  return `${memberRulePrefix(namespace)}${rule}`;
}

/** Beginning of the names of all rules of a member. */
export function memberRulePrefix(namespace: string): string {
  return `atlas-privatelink-${namespace}-`;
}

/** Rule in each member Region whose scheduled event is the heartbeat; the event's resource is the ARN of the rule. */
export function heartbeatRuleName(namespace: string, version = MEMBER_VERSION): string {
  return `${heartbeatRulePrefix(namespace)}v${version}`;
}

/** Beginning of the names of heartbeat rules; the version of the member follows. */
export function heartbeatRulePrefix(namespace: string): string {
  return `${memberRulePrefix(namespace)}heartbeat-`;
}

/** Dead-letter queue in each member Region. */
export function memberQueueName(namespace: string): string {
  return `atlas-privatelink-${namespace}-member-dead-letters`;
}

/** Parameter in each member Region, JSON of {@link MemberDescription}. */
export function memberParameterName(namespace: string): string {
  return `${RegistryPath.MEMBER}/${namespace}`;
}

/** Path prefix of the parameters in the hub that record when a member account was heard. */
export function membersPath(namespace: string): string {
  return `${RegistryPath.MEMBERS}/${namespace}`;
}

/** StackSet that makes the roles, or the rules, of all accounts of a hub's organizational units. */
export function memberStackSetName(namespace: string, part: 'roles' | 'rules'): string {
  return `${memberRulePrefix(namespace)}${part}`;
}

/** @returns version of the member template that made the rule; undefined if it is no heartbeat of this hub */
export function heartbeatVersion(ruleName: string, namespace: string): number | undefined {
  const version = Number(/-v(\d{1,6})$/.exec(ruleName)?.[1]);
  return heartbeatRuleName(namespace, version) === ruleName ? version : undefined;
}

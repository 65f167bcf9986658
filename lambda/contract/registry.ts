/**
 * The registry: SSM parameters that record which endpoints the automation has linked, and the connection strings of
 * their clusters. Applications, the reconciler and the command line read it; only the automation writes it.
 */
import type { LinkDescription } from './attributes.js';
import type { InCloudFormation } from './cloudformation-spelling.js';
import type { ConnectionStringKind } from './custom-resources.js';
import type { AwsRegion } from './regions.js';
import type { WarningCode } from './warnings.js';

export const RegistryPath = {
  /**
   * `<path>/<VPC endpoint id>`: JSON of a {@link StoredLinkRecord}. In a hub, `<path>/<account>/<Region>/<VPC endpoint
   * id>` for endpoints of members.
   */
  LINKS: '/atlas-privatelink/links',
  /** `<path>/<VPC endpoint id>/<cluster>/<kind>`: one connection string, plain text without credentials. */
  CONNECTION_STRINGS: '/atlas-privatelink/connection-strings',
  /** `<path>/<service name>`: JSON of an `AutomationDescription`, for the command line. */
  AUTOMATIONS: '/atlas-privatelink/automations',
  /** `<path>/<endpoint service id>/<endpoint id>/<hour>`: JSON of a {@link RemovalNote}. */
  REMOVALS: '/atlas-privatelink/removals',
  /** In a hub, `<path>/<namespace>/<account>/<Region>`: when the member was heard (see `members.ts`). */
  MEMBERS: '/atlas-privatelink/members',
  /** In a member, `<path>/<namespace>`: its version and its hub (see `members.ts`). */
  MEMBER: '/atlas-privatelink/member',
} as const;

/** Parameter Store: a standard parameter holds 4 KB at no cost, an advanced one 8 KB. */
export const STANDARD_PARAMETER_BYTES = 4096;
export const ADVANCED_PARAMETER_BYTES = 8192;

/** Last part of a connection string's parameter name. */
export const CONNECTION_STRING_SUFFIXES: Readonly<Record<ConnectionStringKind, string>> = {
  srv: 'srv',
  standard: 'standard',
  srvShardOptimized: 'srv-shard-optimized',
};

/**
 * Announces the removal of a link, so that other removals of its endpoint service do not count it as a remaining link.
 */
export interface RemovalNote {
  /** Name of the execution (Step Functions execution). */
  readonly execution: string;
}

export function removalsPath(endpointServiceId: string): string {
  return `${RegistryPath.REMOVALS}/${endpointServiceId}`;
}

/** @param now its hour (UTC) is part of the name */
export function removalParameterName(endpointServiceId: string, endpointId: string, now: Date): string {
  return `${removalsPath(endpointServiceId)}/${namePartOf(endpointId)}/${now.toISOString().slice(0, 'YYYY-MM-DDTHH'.length)}`;
}

/** @returns undefined if the name is not that of a removal */
export function endpointIdIn(removalParameterName: string): string | undefined {
  const [, part] = removalParameterName.split('/').reverse();
  if (part?.startsWith(ENCODED) !== true) return part;
  return Buffer.from(part.slice(ENCODED.length), 'base64url').toString();
}

/** Prefix with a character that no id has which is used in a name without encoding. */
const ENCODED = 'base64url.';

/** Azure ids have slashes, and may have brackets and letters of all languages, which parameter names do not allow. */
function namePartOf(endpointId: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(endpointId)) return endpointId;
  return `${ENCODED}${Buffer.from(endpointId).toString('base64url')}`;
}

export function linkParameterName(endpointId: string, linksPath: string = RegistryPath.LINKS): string {
  return `${linksPath}/${endpointId}`;
}

/** Path of the records of a member's links in the hub. */
export function memberLinksPath({
  account,
  region,
}: {
  readonly account: string;
  readonly region: AwsRegion;
}): string {
  return `${RegistryPath.LINKS}/${account}/${region}`;
}

export function connectionStringParameterName(
  endpointId: string,
  cluster: string,
  kind: ConnectionStringKind,
): string {
  return `${RegistryPath.CONNECTION_STRINGS}/${endpointId}/${cluster}/${CONNECTION_STRING_SUFFIXES[kind]}`;
}

/**
 * `linking` and `unlinking`: an execution is running. `deleted`: the endpoint was deleted while it was being linked,
 * and Atlas may still list it. `retained`: the endpoint is deleted, and its link is the last of the endpoint service.
 */
export const LINK_STATES = [
  'linking',
  'available',
  'failed',
  'timed-out',
  'deleted',
  'unlinking',
  'retained',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** One link that the selection covered. Only the automation named in the record may remove it. */
export interface LinkRecord {
  readonly version: 1;
  readonly state: LinkState;
  readonly link: LinkDescription;
  /** Region of the VPC endpoint. */
  readonly region: AwsRegion;
  /** AWS account that owns the VPC endpoint. */
  readonly account: string;
  /**
   * Service name of the automation that created the record; empty in records of earlier versions. An automation changes
   * and removes only links whose records name it.
   */
  readonly owner: string;
  /** Name of the execution (Step Functions execution) that set or is setting the state. */
  readonly execution: string;
  /** ISO 8601. An execution that began earlier does not overwrite what a later one wrote. */
  readonly executionStartedAt: string;
  /** ISO 8601. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** The reason, in Atlas's words if it gave any; empty if there is no problem. */
  readonly message: string;
  readonly advice: string;
  readonly warnings: readonly WarningCode[];
  /** ISO 8601: time since when EC2 has not shown the endpoint as alive, as far as it was read. Absent while it does. */
  readonly missingSince?: string | undefined;
  /** For `unlinking`: the state that the record returns to if the removal is dropped. */
  readonly stateBefore?: LinkState | undefined;
  /**
   * Digest of the connection strings stored for the endpoint at the last comparison by a reconciliation. While Atlas
   * lists the same strings, the parameters are not read again. Absent before the first comparison.
   */
  readonly connectionStringsDigest?: string | undefined;
  /**
   * In a hub: true if the copy of this record could not be written in the member account. The next reconciliation
   * writes it.
   */
  readonly copyMissed?: true | undefined;
}

/** The record as stored in its parameter: link attributes are spelled as in `Fn::GetAtt`. */
export interface StoredLinkRecord extends Omit<LinkRecord, 'link'> {
  readonly link: InCloudFormation<LinkDescription>;
}

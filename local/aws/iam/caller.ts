import type { AwsCall } from '../protocol/aws-call.js';
import type { Principal } from './resource-policy.js';
import type { CompiledStatement, RequestContext } from './statement.js';

/** The function container that makes a call, whichever credentials sign it. It waits while the call takes time. */
export interface CallingContainer {
  kill(): void;
  whileWaiting<T>(work: () => Promise<T>): Promise<T>;
}

/** The identity that signs a call. */
export interface Caller {
  readonly account: string;
  /** Role whose permissions the call has; undefined for an administrator of the account. */
  readonly roleArn: string | undefined;
  /** ARN of the caller in AWS's error messages. */
  readonly callerArn: string;
  /** Set for calls of the function's code, but not for calls that Lambda itself makes with the function's role. */
  readonly functionArn?: string | undefined;
  readonly container?: CallingContainer | undefined;
  /** True for temporary credentials of a role. If they assume a role, that is role chaining. */
  readonly isSession: boolean;
  /** Statements that restrict the role's permissions. */
  readonly sessionPolicy?: readonly CompiledStatement[] | undefined;
}

export function principalOf({ account, roleArn, callerArn }: Caller): Principal {
  return { kind: 'identity', account, arn: roleArn ?? callerArn, callerArn };
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
export function sessionArnOf(roleArn: string, sessionName: string): string {
  const account = roleArn.split(':')[4] ?? '';
  return `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${sessionName}`;
}

/** Organization data that an account's membership adds to a request. */
export interface MembershipSource {
  readonly organizationId: string;
  has(account: string): boolean;
  pathOf(account: string): string;
}

/**
 * Condition keys about the organization of a principal or resource; empty for an account outside of the organization.
 *
 * @param prefix of the keys: `aws:PrincipalOrgID`, `aws:ResourceOrgID` and so on
 */
export function membershipContext(
  account: string,
  organization: MembershipSource | undefined,
  prefix: 'aws:Principal' | 'aws:Resource' = 'aws:Principal',
): RequestContext {
  if (organization?.has(account) !== true) return {};
  return {
    [`${prefix}OrgID`]: [organization.organizationId],
    [`${prefix}OrgPaths`]: [organization.pathOf(account)],
  };
}

/**
 * Condition keys that are present in every call of a caller.
 *
 * @param tags tags of the caller's role
 */
export function callerContext(
  caller: Caller,
  { region = '' }: Pick<AwsCall, 'region'>,
  organization: MembershipSource | undefined,
  tags: ReadonlyMap<string, string> = new Map(),
): RequestContext {
  return {
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]])),
    ...membershipContext(caller.account, organization),
    'aws:PrincipalAccount': [caller.account],
    'aws:PrincipalArn': [caller.roleArn ?? caller.callerArn],
    'aws:PrincipalType': [caller.roleArn === undefined ? 'User' : 'AssumedRole'],
    'aws:RequestedRegion': [region],
    ...(caller.functionArn === undefined ? {} : { 'lambda:SourceFunctionArn': [caller.functionArn] }),
  };
}

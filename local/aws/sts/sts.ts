import type { ApiActions, ApiRequest } from '../actions/api-action.js';
import { type MembershipSource, membershipContext, sessionArnOf } from '../iam/caller.js';
import { stsIsOff } from '../iam/credential-errors.js';
import type { LocalRole, Roles } from '../iam/roles.js';
import { element } from '../protocol/xml.js';
import { type AssumeRoleRequest, invalid, readAssumeRole } from './assume-role-request.js';
import type { Session, Sessions } from './sessions.js';

/** Stores on which the API operates. */
export interface StsStores {
  readonly sessions: Sessions;
  /** An account's roles; undefined for an account that does not exist. */
  readonly rolesOf: (account: string) => Roles | undefined;
  /** False if the account has disabled the Region of this call. */
  readonly isRegionOn: (account: string) => boolean;
  readonly organization: MembershipSource | undefined;
}

export const STS_ACTIONS: ApiActions<StsStores> = {
  'sts:AssumeRole': assumeRole,
  'sts:GetCallerIdentity': getCallerIdentity,
};

/** With role chaining, a session lasts one hour at most, whatever the role allows. */
const CHAINED_SECONDS = 3600;

function assumeRole(request: ApiRequest, stores: StsStores): string {
  const asked = readAssumeRole(request.input);
  const account = asked.roleArn.split(':')[4] ?? '';
  const role = stores.rolesOf(account)?.get(asked.roleArn);
  // A role that does not exist is refused with the same error as a role that does not trust the caller.
  request.authorize(asked.roleArn, {
    context: contextOf(asked, account, stores),
    resourcePolicy: { policy: role?.trust, account, isNeeded: true },
  });
  if (role === undefined)
    throw new Error(`AssumeRole was allowed for ${asked.roleArn}, which does not exist`);
  if (!stores.isRegionOn(account)) throw stsIsOff(account);
  requireSeconds(asked, role, request);
  const session = stores.sessions.create({
    role,
    sessionName: asked.sessionName,
    seconds: asked.seconds,
    container: request.caller.container,
    policy: asked.policy,
  });
  return credentialsOf(session) + assumedRoleOf(session);
}

function contextOf(
  { externalId, sessionName }: AssumeRoleRequest,
  account: string,
  { organization }: StsStores,
): Record<string, readonly string[]> {
  return {
    'sts:RoleSessionName': [sessionName],
    'aws:ResourceAccount': [account],
    ...membershipContext(account, organization, 'aws:Resource'),
    ...(externalId === undefined ? {} : { 'sts:ExternalId': [externalId] }),
  };
}

function requireSeconds({ seconds }: AssumeRoleRequest, role: LocalRole, { caller }: ApiRequest): void {
  if (caller.isSession && seconds > CHAINED_SECONDS)
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  if (seconds > role.maxSessionSeconds)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Session): string {
  const expiration = new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return element(
    'Credentials',
    element('AccessKeyId', accessKeyId) +
      element('SecretAccessKey', secretAccessKey) +
      element('SessionToken', sessionToken) +
      element('Expiration', expiration),
  );
}

function assumedRoleOf({ role, sessionName }: Session): string {
  return element(
    'AssumedRoleUser',
    element('AssumedRoleId', `${role.uniqueId}:${sessionName}`) +
      element('Arn', sessionArnOf(role.arn, sessionName)),
  );
}

/** Requires no permission, as on AWS. */
function getCallerIdentity({ caller }: ApiRequest): string {
  return element('UserId', 'local') + element('Account', caller.account) + element('Arn', caller.callerArn);
}

/**
 * Sessions in member accounts: the role of each member is assumed once in each container, and again before the session
 * ends.
 */
import { externalIdOf, type HubPlace, memberRoleName } from '../contract/members.js';
import { MemberNotEnteredError } from '../domain/model/errors/member-not-entered-error.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import type { Credentials } from './caller.js';
import { patient, type RetryPatience } from './patient-retries.js';
import { within } from './response-patience.js';
import { failureName } from './sdk-failure.js';

/** The shortest that STS grants, because a session becomes invalid when its role is re-created. */
export const SESSION_SECONDS = 900;
/** A session that ends sooner is renewed: a call that is made now is retried for a minute. */
const RENEW_BEFORE_MILLISECONDS = 300_000;
/** All calls of one invocation share a failure, and the next invocation tries again. */
const FAILURE_MILLISECONDS = 5_000;
/** A session that was opened later than this is not dropped, whoever refuses it. */
const YOUNG_MILLISECONDS = 60_000;

export interface MemberSessionOptions {
  readonly hub: HubPlace;
  /** `aws`, `aws-us-gov`, …: that of the hub's own ARNs. */
  readonly partition: string;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly patience: RetryPatience;
  /** Name of the session, which CloudTrail of the member shows: the execution or event that opens it. */
  readonly sessionName: () => string;
}

export interface MemberSessions {
  /** @throws MemberNotEnteredError */
  (account: string): Promise<Credentials>;
  /**
   * Drops a session that AWS no longer knows, because its role was re-created. One that is young is kept: a Region that
   * is switched off refuses every session with the same error.
   *
   * @param refused credentials of the session
   * @returns true if the next call has other credentials
   */
  renew(account: string, refused: Credentials): boolean;
}

interface Session {
  readonly credentials: Promise<Credentials>;
  /** Undefined while STS has not responded, and if it refuses. */
  accessKeyId: string | undefined;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** Milliseconds since 1970. Infinite while STS has not responded. */
  validUntil: number;
}

export function memberSessions(options: MemberSessionOptions): MemberSessions {
  const sessions = new Map<string, Session>();
  const assume = roleAssumer(options);
  const open = (account: string) => {
    const now = options.clock.now().getTime();
    const known = sessions.get(account);
    if (known !== undefined && now < known.validUntil) return known.credentials;
    const session: Session = {
      accessKeyId: undefined,
      openedAt: now,
      validUntil: Number.POSITIVE_INFINITY,
      credentials: assume(account).then(
        (credentials) => {
          session.accessKeyId = credentials.accessKeyId;
          session.validUntil = credentials.expiration.getTime() - RENEW_BEFORE_MILLISECONDS;
          return credentials;
        },
        (error: unknown) => {
          session.validUntil = options.clock.now().getTime() + FAILURE_MILLISECONDS;
          throw error;
        },
      ),
    };
    sessions.set(account, session);
    return session.credentials;
  };
  const renew = (account: string, { accessKeyId }: Credentials) => {
    const known = sessions.get(account);
    if (known?.accessKeyId !== accessKeyId) return true;
    if (options.clock.now().getTime() - known.openedAt < YOUNG_MILLISECONDS) return false;
    return sessions.delete(account);
  };
  return Object.assign(open, { renew });
}

type SessionCredentials = Credentials & { readonly expiration: Date };

/** RoleSessionName: 2 to 64 of these characters. */
const NOT_IN_SESSION_NAME = /[^\w+=,.@-]/g;
const SESSION_NAME_LENGTH = 64;

function sessionNameOf(name: string): string {
  return name.replace(NOT_IN_SESSION_NAME, '-').slice(0, SESSION_NAME_LENGTH).padEnd(2, '-');
}

function roleAssumer({ hub, partition, patience, sessionName }: MemberSessionOptions) {
  const roleArnOf = (account: string) =>
    `arn:${partition}:iam::${account}:role/${memberRoleName(hub.namespace)}`;
  let loading: ReturnType<typeof loadSts> | undefined;
  return async (account: string): Promise<SessionCredentials> => {
    const RoleArn = roleArnOf(account);
    try {
      loading ??= loadSts(hub.region, patience);
      const { sdk, client } = await loading;
      const request = new sdk.AssumeRoleCommand({
        RoleArn,
        RoleSessionName: sessionNameOf(sessionName()),
        ExternalId: externalIdOf(hub),
        DurationSeconds: SESSION_SECONDS,
      });
      return sessionIn((await client.send(request)).Credentials);
    } catch (error) {
      throw notEntered(RoleArn, error);
    }
  };
}

/**
 * In the home Region, whatever the Region of the member: its tokens are valid in all Regions, and STS of an opt-in
 * Region responds only if both accounts have enabled it.
 */
async function loadSts(region: string, patience: RetryPatience) {
  const sdk = await import('./sts-client.js');
  return { sdk, client: new sdk.STSClient({ region, ...patient(patience), ...within() }) };
}

interface StsCredentials {
  readonly AccessKeyId: string | undefined;
  readonly SecretAccessKey: string | undefined;
  readonly SessionToken: string | undefined;
  readonly Expiration: Date | undefined;
}

function sessionIn(found: StsCredentials | undefined): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = found ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error('STS returned no credentials');
  if (Expiration === undefined || Number.isNaN(Expiration.getTime()))
    throw new Error('STS returned no expiration');
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function notEntered(roleArn: string, error: unknown): MemberNotEnteredError {
  const wording = error instanceof Error ? error.message : String(error);
  return new MemberNotEnteredError(
    `The role ${roleArn} cannot be assumed (${failureName(error)}: ${wording}). Check that the account has the member stack, of the same hub and namespace, and that no policy of the organization denies it.`,
    { cause: error },
  );
}

import { randomBytes } from 'node:crypto';
import type { WorldClock } from '../../atlas/clock.js';
import { type Caller, type CallingContainer, sessionArnOf } from '../iam/caller.js';
import { expiredCredentials, invalidCredentials } from '../iam/credential-errors.js';
import type { LocalRole } from '../iam/roles.js';
import type { CompiledStatement } from '../iam/statement.js';
import type { AwsCall } from '../protocol/aws-call.js';

export interface NewSession {
  readonly role: LocalRole;
  readonly sessionName: string;
  readonly seconds: number;
  /** Container that makes the calls of the session. */
  readonly container: CallingContainer | undefined;
  readonly policy: readonly CompiledStatement[] | undefined;
}

export interface Session extends NewSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** World time, milliseconds. */
  readonly expiresAt: number;
}

/** Temporary credentials that STS has issued. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly clock: WorldClock,
    /** Returns the current role of this ARN. */
    private readonly roleOf: (roleArn: string) => LocalRole | undefined,
  ) {}

  create(request: NewSession): Session {
    const session: Session = {
      ...request,
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(20).toString('hex'),
      sessionToken: randomBytes(64).toString('base64'),
      // STS returns the expiration in whole seconds.
      expiresAt: Math.floor(this.clock.now() / 1000 + request.seconds) * 1000,
    };
    this.sessions.set(session.accessKeyId, session);
    return session;
  }

  /**
   * @returns undefined if the access key belongs to no session
   * @throws AwsError for a missing or wrong token, an expired session, and a session whose role was deleted
   */
  callerOf({ accessKeyId, sessionToken, action }: AwsCall): Caller | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session === undefined) return undefined;
    if (session.sessionToken !== sessionToken) throw invalidCredentials(action);
    if (session.expiresAt <= this.clock.now()) throw expiredCredentials(action);
    const { role, sessionName, container, policy } = session;
    // A role that was re-created under the same name is a different role.
    if (this.roleOf(role.arn)?.uniqueId !== role.uniqueId) throw invalidCredentials(action);
    return {
      account: role.arn.split(':')[4] ?? '',
      roleArn: role.arn,
      callerArn: sessionArnOf(role.arn, sessionName),
      container,
      isSession: true,
      sessionPolicy: policy,
    };
  }
}

import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.js';
import type { WorldClock } from './clock.js';
import type { Identities, ServiceAccount } from './identities.js';

const LIFETIME_SECONDS = 3600;
/** Maximum number of valid tokens of a service account, as documented. */
export const MAX_LIVE_TOKENS = 100;

/** Access tokens with OAuth 2.0 client credentials: `POST /api/oauth/token` and `/api/oauth/revoke`. */
export class AccessTokens {
  private readonly tokens = new Map<string, { clientId: string; expiresAt: number }>();

  constructor(
    private readonly identities: Identities,
    private readonly clock: WorldClock,
    private readonly maxLiveTokens = MAX_LIVE_TOKENS,
  ) {}

  /** @throws ApiError 401 for unknown credentials, 403 if the account has the maximum number of valid tokens */
  issue(authorization: string, body: string): object {
    const account = this.authenticate(authorization);
    if (new URLSearchParams(body).get('grant_type') !== 'client_credentials') {
      throw new ApiError(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
    }
    if (this.liveCount(account.clientId) >= this.maxLiveTokens) {
      const wording =
        'Access Token limit reached. Please use the existing Access Tokens or create a new Service Account.';
      throw new ApiError(403, 'access_denied', wording);
    }
    const token = randomBytes(32).toString('base64url');
    this.tokens.set(token, {
      clientId: account.clientId,
      expiresAt: this.clock.now() + LIFETIME_SECONDS * 1000,
    });
    return { access_token: token, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' };
  }

  revoke(authorization: string, body: string): void {
    this.authenticate(authorization);
    this.tokens.delete(new URLSearchParams(body).get('token') ?? '');
  }

  /** Revokes all tokens, as an administrator can. */
  revokeAll(): void {
    this.tokens.clear();
  }

  liveCount(clientId: string): number {
    return [...this.tokens.values()].filter((token) => token.clientId === clientId && this.isLive(token))
      .length;
  }

  verify(token: string): ServiceAccount | undefined {
    const known = this.tokens.get(token);
    return known !== undefined && this.isLive(known)
      ? this.identities.serviceAccounts.get(known.clientId)
      : undefined;
  }

  private isLive({ expiresAt }: { expiresAt: number }): boolean {
    return this.clock.now() < expiresAt;
  }

  private authenticate(authorization: string): ServiceAccount {
    const [id = '', ...secret] = Buffer.from(authorization.replace(/^Basic /i, ''), 'base64')
      .toString()
      .split(':');
    const account = this.identities.serviceAccounts.get(id);
    if (account !== undefined && account.clientSecret === secret.join(':')) return account;
    throw new ApiError(401, 'invalid_client', 'Client authentication failed');
  }
}

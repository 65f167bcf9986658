/** Authentication and authorization, in the order in which Atlas checks them. */
import type { AccessTokens } from './access-tokens.js';
import { ApiError } from './api-error.js';
import type { DigestVerifier } from './digest-verifier.js';
import type { Access } from './identities.js';

export interface Admitted {
  readonly access: Access;
  readonly identity: string;
}

export interface KnockingRequest {
  readonly method: string;
  readonly target: string;
  readonly authorization: string;
  readonly address: string;
}

/** A 401 response with a challenge. Its body has been recorded in three forms. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError';

  constructor(readonly isStale = false) {
    super('Unauthorized');
  }
}

export class AuthFilter {
  constructor(
    private readonly digest: DigestVerifier,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws UnauthorizedError for missing or wrong credentials */
  identify({ method, target, authorization }: KnockingRequest): Admitted {
    if (/^Digest /i.test(authorization)) {
      if (this.digest.takeRefusal()) throw new UnauthorizedError(true);
      const key = this.digest.verify(method, target, authorization);
      if (key !== undefined) return { access: key, identity: key.publicKey };
    }
    if (/^Bearer /i.test(authorization)) {
      const account = this.tokens.verify(authorization.slice('Bearer '.length));
      if (account !== undefined) return { access: account, identity: account.clientId };
    }
    throw new UnauthorizedError();
  }

  /** @throws ApiError 403 for an address that is not on the access list, or for a missing role */
  authorize(admitted: Admitted, request: KnockingRequest, projectId: string): void {
    this.checkAddress(admitted, request);
    const role = admitted.access.roles[projectId];
    if (role === 'owner' || (role === 'read-only' && request.method === 'GET')) return;
    throw new ApiError(
      403,
      'USER_UNAUTHORIZED',
      'Current user is not authorized to perform this action.',
      [],
    );
  }

  /** @throws ApiError 403 for an address that is not on the access list */
  checkAddress({ access }: Admitted, { address }: KnockingRequest): void {
    if (access.allowedAddresses === undefined || access.allowedAddresses.includes(address)) return;
    const detail = `IP address ${address} is not allowed to access this resource.`;
    throw new ApiError(403, 'IP_ADDRESS_NOT_ON_ACCESS_LIST', detail, [address]);
  }
}

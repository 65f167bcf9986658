/** Authentication and authorization, in the order in which Atlas checks them. */
import type { AccessTokens } from './access-tokens.js';
import { ApiError } from './api-error.js';
import type { DigestVerifier } from './digest-verifier.js';
import type { Access, Role } from './identities.js';

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

export interface RoleRules {
  /**
   * Whether the role Project Network Access Manager may change private endpoints. A page of MongoDB's manual says so, the
   * description of the API names Project Owner alone, and nothing is recorded, so both values are possible.
   */
  readonly networkAccessManagerMayLink: boolean;
}

const PRIVATE_ENDPOINTS = /\/groups\/[^/]+\/privateEndpoint\//;

export class AuthFilter {
  constructor(
    private readonly digest: DigestVerifier,
    private readonly tokens: AccessTokens,
    private readonly rules: RoleRules,
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
    if (role !== undefined && this.permits(role, request)) return;
    throw new ApiError(
      403,
      'USER_UNAUTHORIZED',
      'Current user is not authorized to perform this action.',
      [],
    );
  }

  private permits(role: Role, { method, target }: KnockingRequest): boolean {
    if (role === 'owner' || method === 'GET') return true;
    return (
      role === 'network-access-manager' &&
      this.rules.networkAccessManagerMayLink &&
      PRIVATE_ENDPOINTS.test(target)
    );
  }

  /** @throws ApiError 403 for an address that is not on the access list */
  checkAddress({ access }: Admitted, { address }: KnockingRequest): void {
    if (access.allowedAddresses === undefined || access.allowedAddresses.includes(address)) return;
    const detail = `IP address ${address} is not allowed to access this resource.`;
    throw new ApiError(403, 'IP_ADDRESS_NOT_ON_ACCESS_LIST', detail, [address]);
  }
}

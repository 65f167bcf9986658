import type { ClockPort } from '../domain/model/ports/clock.js';
import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import type { Authentication } from './authentication.js';
import { type AtlasCredentials, parseCredentials } from './credentials.js';
import { DigestAuthentication } from './digest-authentication.js';
import type { Transport } from './http-transport.js';
import { SharedTokens } from './shared-tokens.js';
import { TokenAuthentication } from './token-authentication.js';

/** An authentication and the secret text from which it was created. */
export interface Identity {
  readonly authentication: Authentication;
  readonly secretText: string;
  readonly holder: CredentialHolder;
}

/** Whose credentials they are. It holds no secret. */
export interface CredentialHolder {
  readonly kind: AtlasCredentials['kind'];
  /** Public key or client id. */
  readonly id: string;
}

/** Holds one identity for each secret, shared by all projects and requests that use the secret. */
export class IdentityStore {
  private readonly identities = new Map<string, Promise<Identity>>();

  constructor(
    private readonly readSecret: (secretId: string) => Promise<string>,
    private readonly transport: Transport,
    private readonly clock: ClockPort,
    private readonly tokenStoreOf: (secretId: string) => TokenStorePort | undefined = () => undefined,
  ) {}

  /** @throws AtlasError of kind `authentication` if the secret cannot be read or parsed */
  get(secretId: string): Promise<Identity> {
    const known = this.identities.get(secretId);
    return known ?? this.keep(secretId, this.load(secretId));
  }

  /**
   * Reads the secret again after Atlas has refused an identity, so that a rotation needs no new deployment.
   *
   * @returns undefined if the secret has not changed
   */
  async renew(secretId: string, refused: Identity): Promise<Identity | undefined> {
    const current = await this.get(secretId);
    if (current !== refused) return current;
    const text = await this.readSecret(secretId);
    if (text === refused.secretText) return undefined;
    return this.keep(secretId, Promise.resolve(this.make(secretId, text)));
  }

  private keep(secretId: string, loading: Promise<Identity>): Promise<Identity> {
    this.identities.set(secretId, loading);
    loading.catch(() => {
      // Failures are not cached: the secret may exist at the next invocation.
      if (this.identities.get(secretId) === loading) this.identities.delete(secretId);
    });
    return loading;
  }

  private async load(secretId: string): Promise<Identity> {
    return this.make(secretId, await this.readSecret(secretId));
  }

  private make(secretId: string, secretText: string): Identity {
    const credentials = parseCredentials(secretId, secretText);
    const holder = holderOf(credentials);
    if (credentials.kind === 'api-key')
      return { authentication: new DigestAuthentication(credentials, this.transport), secretText, holder };
    const store = this.tokenStoreOf(secretId);
    const shared = store === undefined ? undefined : new SharedTokens(store);
    const authentication = new TokenAuthentication(credentials, this.transport, this.clock, shared);
    return { authentication, secretText, holder };
  }
}

function holderOf(credentials: AtlasCredentials): CredentialHolder {
  const { kind } = credentials;
  return { kind, id: kind === 'api-key' ? credentials.publicKey : credentials.clientId };
}

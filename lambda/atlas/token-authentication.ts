import type { ClockPort } from '../domain/model/ports/clock.js';
import { type Authentication, withAuthorization } from './authentication.js';
import type { HttpRequest, HttpResponse, Transport } from './http-transport.js';
import type { SharedTokens, TokenShelf } from './shared-tokens.js';
import { type AccessToken, type ServiceAccount, TokenEndpoint } from './token-endpoint.js';

/** Of the 100 tokens per hour, at most twelve are spent on refusals that a new token does not fix. */
const REPLACE_EVERY_SECONDS = 300;
/** Greater than the number of other accounts in one store. */
const SHARE_TRIES = 5;

/**
 * OAuth 2.0 client credentials. A service account may have 100 valid tokens, so one token is kept until it expires. All
 * callers share it, and all containers if they have a shared store.
 */
export class TokenAuthentication implements Authentication {
  private readonly endpoint: TokenEndpoint;
  private token: AccessToken | undefined;
  private renewing: Promise<AccessToken> | undefined;
  /** The last token that was discarded because Atlas refused it, and when. */
  private refused: AccessToken | undefined;
  private replacedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly account: ServiceAccount,
    private readonly transport: Transport,
    private readonly clock: ClockPort,
    private readonly shared?: SharedTokens,
  ) {
    this.endpoint = new TokenEndpoint(account, transport, clock);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    const known = this.token;
    const token = await this.liveToken();
    const response = await this.sendWith(token, request);
    // Atlas also returns 401 for a missing role. If the token was issued for this call, the role is the cause.
    if (response.status !== 401 || token !== known || !this.mayReplace(token)) return response;
    return this.sendWith(await this.liveToken(), request);
  }

  /** For a token that was revoked or has expired early. A permanent 401 must not use up the account's tokens. */
  private mayReplace(refused: AccessToken): boolean {
    // Another caller has already replaced it.
    if (this.token !== refused) return true;
    const now = this.clock.now().getTime();
    if (now - this.replacedAt < REPLACE_EVERY_SECONDS * 1000) return false;
    this.replacedAt = now;
    this.refused = refused;
    this.token = undefined;
    return true;
  }

  private sendWith(token: AccessToken, request: HttpRequest): Promise<HttpResponse> {
    return this.transport(withAuthorization(request, `Bearer ${token.value}`));
  }

  private async liveToken(): Promise<AccessToken> {
    if (this.isUsable(this.token)) return this.token;
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private isUsable(token: AccessToken | undefined): token is AccessToken {
    return (
      token !== undefined && token.value !== this.refused?.value && this.clock.now().getTime() < token.renewAt
    );
  }

  private async renew(): Promise<AccessToken> {
    this.token = await this.sharedOrNew();
    return this.token;
  }

  /** Of several containers that start together, the first one shares its token, and the others revoke theirs. */
  private async sharedOrNew(): Promise<AccessToken> {
    const { clientId } = this.account;
    const shelf = await this.shared?.read();
    const there = shelf?.tokens.get(clientId);
    if (this.isUsable(there)) return there;
    return this.share(await this.endpoint.issue(), shelf);
  }

  /** Another account's container may have changed the store meanwhile; then this token can still be added. */
  private async share(issued: AccessToken, shelf: TokenShelf | undefined): Promise<AccessToken> {
    const { clientId } = this.account;
    let current = shelf;
    for (let tries = 0; tries < SHARE_TRIES; tries += 1) {
      if (current === undefined || (await this.shared?.put(current, clientId, issued)) !== false)
        return issued;
      current = await this.shared?.read();
      const faster = current?.tokens.get(clientId);
      if (!this.isUsable(faster)) continue;
      await this.endpoint.revoke(issued);
      return faster;
    }
    return issued;
  }
}

import type { ClockPort } from '../domain/model/ports/clock.js';
import { type Authentication, withAuthorization } from './authentication.js';
import type { HttpRequest, HttpResponse, Transport } from './http-transport.js';
import type { SharedTokens, TokenShelf } from './shared-tokens.js';
import { type AccessToken, type ServiceAccount, TokenEndpoint } from './token-endpoint.js';

/** Of 100 tokens an hour, twelve at most go to refusals that another token does not mend. */
const REPLACE_EVERY_SECONDS = 300;
/** More than there are other accounts on a shelf. */
const SHARE_TRIES = 5;

/**
 * OAuth 2.0 client credentials. A service account may hold 100 live tokens, so one is kept as long as it lasts and
 * shared by all callers, and by all containers where they have a place for it.
 */
export class TokenAuthentication implements Authentication {
  private readonly endpoint: TokenEndpoint;
  private token: AccessToken | undefined;
  private renewing: Promise<AccessToken> | undefined;
  /** The last token that was given up because Atlas had refused it, and when. */
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
    // Atlas responds 401 for a missing role as well: with a token that was issued for this call, it means that.
    if (response.status !== 401 || token !== known || !this.mayReplace(token)) return response;
    return this.sendWith(await this.liveToken(), request);
  }

  /** For a token that was revoked or has expired early. A 401 that lasts must not use up the tokens of the account. */
  private mayReplace(refused: AccessToken): boolean {
    // Another caller has replaced it already.
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

  /** Of containers that start together, the fastest shares its token, and the others give theirs back. */
  private async sharedOrNew(): Promise<AccessToken> {
    const { clientId } = this.account;
    const shelf = await this.shared?.read();
    const there = shelf?.tokens.get(clientId);
    if (this.isUsable(there)) return there;
    return this.share(await this.endpoint.issue(), shelf);
  }

  /** The shelf may have been changed by another account's container: then there is still a place for this token. */
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

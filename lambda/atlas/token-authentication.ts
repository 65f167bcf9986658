import type { ClockPort } from '../domain/ports.js';
import { errorOfAnswer } from './answer-error.js';
import { type Authentication, withAuthorization } from './authentication.js';
import type { HttpAnswer, HttpRequest, Transport } from './http-transport.js';

export interface ServiceAccount {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** Atlas gives an hour; renewing early keeps a token from ending between two requests. */
const RENEW_EARLY_SECONDS = 600;
/** Of 100 tokens an hour, twelve at most go to refusals that another token does not mend. */
const REPLACE_EVERY_SECONDS = 300;
const DEFAULT_LIFETIME_SECONDS = 3600;
const OPERATION = 'get an access token for the service account';

/**
 * OAuth 2.0 client credentials. A service account may hold 100 live tokens, so one is kept as long as it lasts and
 * shared by all callers.
 */
export class TokenAuthentication implements Authentication {
  private token: Token | undefined;
  private renewing: Promise<Token> | undefined;
  /** When a token was last given up because Atlas had refused it. */
  private replacedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly account: ServiceAccount,
    private readonly transport: Transport,
    private readonly clock: ClockPort,
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const known = this.token;
    const token = await this.liveToken();
    const answer = await this.sendWith(token, request);
    // Atlas answers 401 for a missing role as well: with a token that was issued for this call, it means that.
    if (answer.status !== 401 || token !== known || !this.mayReplace(token)) return answer;
    return this.sendWith(await this.liveToken(), request);
  }

  /** For a token that was revoked or has expired early. A 401 that lasts must not use up the tokens of the account. */
  private mayReplace(refused: Token): boolean {
    // Another caller has replaced it already.
    if (this.token !== refused) return true;
    const now = this.clock.now().getTime();
    if (now - this.replacedAt < REPLACE_EVERY_SECONDS * 1000) return false;
    this.replacedAt = now;
    this.token = undefined;
    return true;
  }

  private sendWith(token: Token, request: HttpRequest): Promise<HttpAnswer> {
    return this.transport(withAuthorization(request, `Bearer ${token.value}`));
  }

  private async liveToken(): Promise<Token> {
    if (this.token !== undefined && this.clock.now().getTime() < this.token.renewAt) return this.token;
    this.renewing ??= this.renew().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renew(): Promise<Token> {
    const { clientId, clientSecret } = this.account;
    const answer = await this.transport({
      operation: OPERATION,
      method: 'POST',
      path: '/api/oauth/token',
      headers: {
        // Raw, not form-encoded as RFC 6749 would have it: Atlas refuses `_` written as %5F.
        Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    });
    if (answer.status < 200 || answer.status > 299) throw errorOfAnswer(OPERATION, answer, this.clock.now());
    this.token = this.readToken(answer);
    return this.token;
  }

  private readToken(answer: HttpAnswer): Token {
    const body = parse(answer.text);
    if (typeof body.access_token !== 'string' || body.access_token === '') {
      throw errorOfAnswer(OPERATION, { ...answer, status: 502, text: '' }, this.clock.now());
    }
    const lifetime = typeof body.expires_in === 'number' ? body.expires_in : DEFAULT_LIFETIME_SECONDS;
    const useSeconds = Math.max(lifetime - RENEW_EARLY_SECONDS, lifetime / 2);
    return { value: body.access_token, renewAt: this.clock.now().getTime() + useSeconds * 1000 };
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

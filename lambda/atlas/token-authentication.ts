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
const DEFAULT_LIFETIME_SECONDS = 3600;
const OPERATION = 'get an access token for the service account';

/**
 * OAuth 2.0 client credentials. A service account may hold 100 live tokens, so one is kept as long as it lasts and
 * shared by all callers.
 */
export class TokenAuthentication implements Authentication {
  private token: Token | undefined;
  private renewing: Promise<Token> | undefined;

  constructor(
    private readonly account: ServiceAccount,
    private readonly transport: Transport,
    private readonly clock: ClockPort,
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const token = await this.liveToken();
    const answer = await this.sendWith(token, request);
    if (answer.status !== 401) return answer;
    // Revoked or expired early: another caller may have renewed it already.
    if (this.token === token) this.token = undefined;
    return this.sendWith(await this.liveToken(), request);
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

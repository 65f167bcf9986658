import * as v from 'valibot';
import type { ClockPort } from '../domain/model/ports/clock.js';
import { documented, headerText, jsonObject, jsonOf, ShapeError } from './documented-response.js';
import { readOAuthError } from './error-envelope.js';
import type { HttpResponse, Transport } from './http-transport.js';
import { NoResponseError } from './http-transport.js';
import { errorOfResponse, errorOfShape } from './response-error.js';

export interface ServiceAccount {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccessToken {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly renewAt: number;
}

/** Atlas's tokens last one hour. Early renewal prevents a token from expiring between two requests. */
const RENEW_EARLY_SECONDS = 600;
/** Documented lifetime. A longer one in a response is not used, so a wrong number costs only one request per hour. */
const LIFETIME_SECONDS = 3600;
const OPERATION = 'get an access token for the service account';

const tokenSchema = jsonObject({
  access_token: headerText,
  expires_in: v.nullish(v.pipe(v.number(), v.gtValue(0)), LIFETIME_SECONDS),
});

/** Atlas's OAuth 2.0 endpoint, for one service account. */
export class TokenEndpoint {
  constructor(
    private readonly account: ServiceAccount,
    private readonly transport: Transport,
    private readonly clock: ClockPort,
  ) {}

  /** @throws AtlasError, NoResponseError */
  async issue(): Promise<AccessToken> {
    const response = await this.post(OPERATION, '/api/oauth/token', 'grant_type=client_credentials');
    const now = this.clock.now();
    if (response.status !== 200) throw errorOfResponse(OPERATION, response, now, readOAuthError(response));
    const { access_token, expires_in } = tokenOf(response);
    const lifetime = Math.min(expires_in, LIFETIME_SECONDS);
    const useSeconds = Math.max(lifetime - RENEW_EARLY_SECONDS, lifetime / 2);
    return { value: access_token, renewAt: now.getTime() + useSeconds * 1000 };
  }

  /** Revokes a token early. A token that cannot be revoked expires anyway. */
  async revoke({ value }: AccessToken): Promise<void> {
    const body = new URLSearchParams({ token: value, token_type_hint: 'access_token' }).toString();
    try {
      await this.post('revoke an access token of the service account', '/api/oauth/revoke', body);
    } catch (error) {
      if (!(error instanceof NoResponseError)) throw error;
    }
  }

  private post(operation: string, path: string, body: string): Promise<HttpResponse> {
    const { clientId, clientSecret } = this.account;
    return this.transport({
      operation,
      method: 'POST',
      path,
      headers: {
        // Not form-encoded, although RFC 6749 requires it: Atlas refuses `_` written as %5F.
        Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body,
    });
  }
}

/** @throws AtlasError */
function tokenOf({ text, status }: HttpResponse): v.InferOutput<typeof tokenSchema> {
  try {
    return documented(tokenSchema, jsonOf(text));
  } catch (error) {
    throw error instanceof ShapeError ? errorOfShape(OPERATION, error, status) : error;
  }
}

/** One HTTP exchange with Atlas, without authentication and retries, which wrap it. */

import type { ClockPort } from '../domain/model/ports/clock.js';
import { reasonOfNoResponse } from './no-response-reason.js';

export interface HttpRequest {
  /** Description of the request for messages and logs. Never a secret. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, as Digest signs them: `/api/atlas/v2/…`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, so that the request can be sent again after a challenge. */
  readonly body?: string | undefined;
  /** The request is not sent after this time, even if a challenge or a new token has delayed it. */
  readonly sendBefore?: Date | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Metadata of an exchange for metrics and logs, without headers and body. */
export interface Exchange {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  readonly rateLimited: boolean;
}

/**
 * The connection was refused, reset or timed out, or the response was cut off. Whether the request was carried out is
 * unknown.
 */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** 95 % of Atlas's recorded responses came within 0.8 s; ten seconds count as a failure. */
const EXCHANGE_TIMEOUT_MILLISECONDS = 10_000;
/** Minimum, even if less time is left: the function's safety margin covers it. */
const SHORTEST_TIMEOUT_MILLISECONDS = 1_000;

export interface TransportOptions {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly userAgent: string;
  readonly onExchange: (exchange: Exchange) => void;
  readonly remainingMilliseconds: () => number;
  readonly clock: Pick<ClockPort, 'now'>;
}

/** @returns a transport that rejects only with {@link NoResponseError} */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, fetch, userAgent, onExchange, remainingMilliseconds } = options;
  return async (request) => {
    const { operation, method, path, sendBefore } = request;
    if (sendBefore !== undefined && options.clock.now() >= sendBefore)
      throw new NoResponseError('not sent, because earlier polls took too long');
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { 'User-Agent': userAgent, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect would send the Authorization header to its target.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutWithin(remainingMilliseconds())),
      });
      // The body is always read to the end: an unread body prevents reuse of the connection.
      const text = await response.text();
      onExchange({ operation, method, path, status: response.status, rateLimited: response.status === 429 });
      return { status: response.status, headers: response.headers, text };
    } catch (error) {
      onExchange({ operation, method, path, status: undefined, rateLimited: false });
      // Without `cause`: an error about a header quotes its value, and loggers print causes.
      throw new NoResponseError(reasonOfNoResponse(error));
    }
  };
}

function timeoutWithin(remainingMilliseconds: number): number {
  const within = Math.min(EXCHANGE_TIMEOUT_MILLISECONDS, remainingMilliseconds);
  return Math.max(SHORTEST_TIMEOUT_MILLISECONDS, Math.ceil(within));
}

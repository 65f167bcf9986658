/** One HTTP exchange with Atlas. No authentication, no retry: those stand around it. */

import type { ClockPort } from '../domain/model/ports/clock.js';
import { reasonOfNoResponse } from './no-response-reason.js';

export interface HttpRequest {
  /** What is asked, for people and logs. Never a secret. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, as signed by digest: `/api/atlas/v2/…`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, so that it can be sent again after a challenge. */
  readonly body?: string | undefined;
  /** Not sent from then on, however often a challenge or a new token has made it wait. */
  readonly sendBefore?: Date | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Metadata of an exchange for metrics and logs: no header, no body. */
export interface Exchange {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  readonly rateLimited: boolean;
}

/** Connection refused, reset, timed out, or a response cut off: nobody knows whether the request was carried out. */
export class NoResponseError extends Error {
  override readonly name = 'NoResponseError';
}

export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** Atlas responds within 0.8 s (95 %) where it was recorded; ten seconds is a failure. */
const EXCHANGE_TIMEOUT_MILLISECONDS = 10_000;
/** However little time is left, the function's own margin has room for this. */
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
      throw new NoResponseError('not sent, because the polls before it have taken too long');
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { 'User-Agent': userAgent, ...request.headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        // A redirect would carry the Authorization header to wherever it points.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutWithin(remainingMilliseconds())),
      });
      // Read to the end on every status: an unread body keeps its connection from being used again.
      const text = await response.text();
      onExchange({ operation, method, path, status: response.status, rateLimited: response.status === 429 });
      return { status: response.status, headers: response.headers, text };
    } catch (error) {
      onExchange({ operation, method, path, status: undefined, rateLimited: false });
      // Without the cause: an error about a header quotes its value, and logs write causes out.
      throw new NoResponseError(reasonOfNoResponse(error));
    }
  };
}

function timeoutWithin(remainingMilliseconds: number): number {
  const within = Math.min(EXCHANGE_TIMEOUT_MILLISECONDS, remainingMilliseconds);
  return Math.max(SHORTEST_TIMEOUT_MILLISECONDS, Math.ceil(within));
}

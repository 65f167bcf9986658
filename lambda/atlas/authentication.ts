import type { HttpRequest, HttpResponse } from './http-transport.js';

/** Sends requests with one identity. A 401 response is final: Atlas refuses these credentials. */
export interface Authentication {
  /** @throws NoResponseError, and AtlasError if no token can be obtained */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export function withAuthorization(request: HttpRequest, authorization: string): HttpRequest {
  return { ...request, headers: { ...request.headers, Authorization: authorization } };
}

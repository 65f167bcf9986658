import type { HttpRequest, HttpResponse } from './http-transport.js';

/** One identity's way to send. A response of 401 is Atlas's last word on these credentials. */
export interface Authentication {
  /** @throws NoResponseError, and AtlasError when a token cannot be had */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export function withAuthorization(request: HttpRequest, authorization: string): HttpRequest {
  return { ...request, headers: { ...request.headers, Authorization: authorization } };
}

import type { HttpResponse, HttpRequest } from './http-transport.js';

/** One identity's way to send. An answer of 401 is Atlas's last word on these credentials. */
export interface Authentication {
  /** @throws NoAnswerError, and AtlasError when a token cannot be had */
  send(request: HttpRequest): Promise<HttpResponse>;
}

export function withAuthorization(request: HttpRequest, authorization: string): HttpRequest {
  return { ...request, headers: { ...request.headers, Authorization: authorization } };
}

import { randomBytes } from 'node:crypto';
import { type Authentication, withAuthorization } from './authentication.js';
import {
  type DigestChallenge,
  type DigestCredentials,
  digestAuthorization,
  parseDigestChallenge,
} from './digest-challenge.js';
import type { HttpRequest, HttpResponse, Transport } from './http-transport.js';
import { NonceReuse } from './nonce-reuse.js';

/** A challenge in use. */
interface Nonce {
  readonly challenge: DigestChallenge;
  /** Requests that it has signed, each with a count of its own. */
  count: number;
  /** Requests that were let in with it. */
  accepted: number;
}

/**
 * Digest. A 401 gets its response with the challenge of that 401, which nobody else uses before it gets its response, so that any
 * number of calls at once get in, however strict the server is with nonces and their counts. Where a server takes a
 * nonce more than once, the last one is tried first: ten calls are eleven requests, and twenty where it does not, as
 * for a client that asks for a challenge before each call. See decision 30.
 */
export class DigestAuthentication implements Authentication {
  private retained: Nonce | undefined;
  private asking: Promise<HttpResponse> | undefined;
  private readonly reuse = new NonceReuse();

  constructor(
    private readonly keys: DigestCredentials,
    private readonly transport: Transport,
    private readonly clientNonce: () => string = () => randomBytes(8).toString('hex'),
  ) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    if (!this.reuse.isWanted()) return this.respondOwn(request, await this.transport(request));
    if (this.retained === undefined && this.asking !== undefined) await this.othersChallenge();
    if (this.retained !== undefined) return this.sendWithRetained(request, this.retained);
    return this.sendFirst(request);
  }

  /** Callers that start together wait for one challenge: the first caller's request, unsigned, fetches it. */
  private async sendFirst(request: HttpRequest): Promise<HttpResponse> {
    const asking = this.transport(request);
    this.asking = asking;
    try {
      const first = await asking;
      const nonce = nonceOf(first);
      if (nonce === undefined) return first;
      this.retained = nonce;
      return await this.sendWithOwn(request, nonce);
    } finally {
      if (this.asking === asking) this.asking = undefined;
    }
  }

  /** A response without a challenge (429, 502) belongs to the request that was sent, and so does its failure. */
  private async othersChallenge(): Promise<void> {
    await this.asking?.catch(() => undefined);
  }

  private async sendWithRetained(request: HttpRequest, nonce: Nonce): Promise<HttpResponse> {
    const response = await this.signAndSend(request, nonce);
    if (response.status !== 401) {
      if (nonce.accepted > 1) this.reuse.worked();
      return response;
    }
    if (this.retained === nonce) this.retained = undefined;
    const last = await this.respondOwn(request, response);
    // A nonce that has been taken more than once has expired; one that has not may be of a server that takes each once.
    if (last.status !== 401 && nonce.accepted < 2) this.reuse.failed();
    return last;
  }

  /** Answers a 401 with its own challenge, once. */
  private async respondOwn(request: HttpRequest, refused: HttpResponse): Promise<HttpResponse> {
    const nonce = nonceOf(refused);
    return nonce === undefined ? refused : this.sendWithOwn(request, nonce);
  }

  /** With a nonce of its own only `stale=true` is worth another try; any other 401 means the keys. */
  private async sendWithOwn(request: HttpRequest, nonce: Nonce): Promise<HttpResponse> {
    const response = await this.signAndSend(request, nonce);
    const next = nonceOf(response);
    if (next?.challenge.stale !== true) return response;
    return this.signAndSend(request, next);
  }

  private async signAndSend(request: HttpRequest, nonce: Nonce): Promise<HttpResponse> {
    const response = await this.transport(this.sign(request, nonce));
    if (response.status !== 401) {
      nonce.accepted += 1;
      this.retained ??= nonce;
    } else if (this.retained === nonce) this.retained = undefined;
    return response;
  }

  /** The count is allotted before anything is awaited. */
  private sign(request: HttpRequest, nonce: Nonce): HttpRequest {
    nonce.count += 1;
    const use = {
      method: request.method,
      uri: request.path,
      nonceCount: nonce.count,
      clientNonce: this.clientNonce(),
    };
    return withAuthorization(request, digestAuthorization(nonce.challenge, this.keys, use));
  }
}

/** Of a 401 with a challenge that can be answered. */
function nonceOf({ status, headers }: HttpResponse): Nonce | undefined {
  const challenge = status === 401 ? parseDigestChallenge(headers.get('www-authenticate')) : undefined;
  return challenge === undefined ? undefined : { challenge, count: 0, accepted: 0 };
}

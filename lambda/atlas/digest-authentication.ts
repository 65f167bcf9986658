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

/** A challenge that is in use. */
interface Nonce {
  readonly challenge: DigestChallenge;
  /** Number of requests signed with this nonce; each has its own count. */
  count: number;
  /** Number of requests that the server accepted with this nonce. */
  accepted: number;
}

/**
 * HTTP Digest. Each 401 is answered with its own challenge, which no other request uses before that. So any number of
 * concurrent calls succeed, however strict the server is about nonces and their counts. If the server accepts a nonce
 * more than once, the last one is tried first: ten calls take eleven requests. Otherwise they take twenty, as with a
 * client that requests a challenge before each call. See decision 30.
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

  /** Concurrent first callers wait for one challenge, which the unsigned request of the first caller fetches. */
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

  /** A response without a challenge (429, 502), or a failure, concerns only the caller that sent the request. */
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
    // A nonce that the server accepted twice can only have expired. After one acceptance, it may refuse every reuse.
    if (last.status !== 401 && nonce.accepted < 2) this.reuse.failed();
    return last;
  }

  /** Answers a 401 with the challenge of that response, once. */
  private async respondOwn(request: HttpRequest, refused: HttpResponse): Promise<HttpResponse> {
    const nonce = nonceOf(refused);
    return nonce === undefined ? refused : this.sendWithOwn(request, nonce);
  }

  /** With a fresh nonce only `stale=true` is worth another attempt; any other 401 means that the keys are wrong. */
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

  /** Takes the count before the first `await`. */
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

/** Returns the nonce of a 401 whose challenge can be answered. */
function nonceOf({ status, headers }: HttpResponse): Nonce | undefined {
  const challenge = status === 401 ? parseDigestChallenge(headers.get('www-authenticate')) : undefined;
  return challenge === undefined ? undefined : { challenge, count: 0, accepted: 0 };
}

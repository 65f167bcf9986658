import { randomBytes } from 'node:crypto';
import { type Authentication, withAuthorization } from './authentication.js';
import {
  type DigestChallenge,
  type DigestCredentials,
  digestAuthorization,
  parseDigestChallenge,
} from './digest-challenge.js';
import type { HttpAnswer, HttpRequest, Transport } from './http-transport.js';

/** A nonce in use, and how many requests it has signed. */
interface Nonce {
  readonly challenge: DigestChallenge;
  count: number;
}

type Probe = { readonly nonce: Nonce } | { readonly answer: HttpAnswer };

/**
 * Digest with one challenge for many requests: the nonce is kept until Atlas refuses it, its count is allotted
 * before anything is awaited, and callers that start together share the first challenge. Ten calls are eleven
 * requests; a client that probes before each call needs twenty.
 */
export class DigestAuthentication implements Authentication {
  private current: Nonce | undefined;
  private probing: Promise<Probe> | undefined;

  constructor(
    private readonly keys: DigestCredentials,
    private readonly transport: Transport,
    private readonly clientNonce: () => string = () => randomBytes(8).toString('hex'),
  ) {}

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const known = this.current;
    if (known !== undefined) return this.sendWithKnown(request, known);
    const probe = await this.probe(request);
    if ('answer' in probe) return probe.answer;
    return this.sendSigned(request, probe.nonce);
  }

  /** A kept nonce may have expired: Atlas has been recorded to say `stale=false` even then. One more try. */
  private async sendWithKnown(request: HttpRequest, nonce: Nonce): Promise<HttpAnswer> {
    const answer = await this.transport(this.sign(request, nonce));
    const renewal = this.renew(answer, nonce);
    return renewal === undefined ? answer : this.sendSigned(request, renewal.nonce);
  }

  /** With a fresh nonce only `stale=true` is worth another try; any other 401 means the keys. */
  private async sendSigned(request: HttpRequest, nonce: Nonce): Promise<HttpAnswer> {
    const answer = await this.transport(this.sign(request, nonce));
    const renewal = this.renew(answer, nonce);
    return renewal?.stale === true ? this.transport(this.sign(request, renewal.nonce)) : answer;
  }

  /** Takes the challenge of a 401 in place of the refused nonce, unless another caller has done so already. */
  private renew(answer: HttpAnswer, refused: Nonce): { nonce: Nonce; stale: boolean } | undefined {
    if (answer.status !== 401) return undefined;
    if (this.current === refused) this.current = undefined;
    const challenge = parseDigestChallenge(answer.headers.get('www-authenticate'));
    if (challenge === undefined) return undefined;
    this.current ??= { challenge, count: 0 };
    return { nonce: this.current, stale: challenge.stale };
  }

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

  /** The first caller's own request, unsigned, fetches the challenge for all that wait. */
  private async probe(request: HttpRequest): Promise<Probe> {
    const shared = this.probing;
    if (shared !== undefined) {
      const probe = await shared;
      // An answer without challenge (429, 502) belongs to the request that was sent, not to this one.
      return 'nonce' in probe ? probe : this.probe(request);
    }
    this.probing = this.fetchChallenge(request);
    try {
      return await this.probing;
    } finally {
      this.probing = undefined;
    }
  }

  private async fetchChallenge(request: HttpRequest): Promise<Probe> {
    const answer = await this.transport(request);
    const challenge =
      answer.status === 401 ? parseDigestChallenge(answer.headers.get('www-authenticate')) : undefined;
    if (challenge === undefined) return { answer };
    this.current = { challenge, count: 0 };
    return { nonce: this.current };
  }
}

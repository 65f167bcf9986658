import { createHash, randomBytes } from 'node:crypto';
import type { WorldClock } from './clock.js';
import type { ApiKey, Identities } from './identities.js';

/**
 * How strictly the server checks nonces. Atlas's behaviour has not been recorded. A nonce count is never accepted
 * twice.
 */
export interface NonceRules {
  /** `single-use`: each nonce is accepted once. Default: `reusable`. */
  readonly nonces?: 'reusable' | 'single-use';
  /** `increasing`: a count lower than an earlier one is refused. Default: `any-order`. */
  readonly nonceCounts?: 'any-order' | 'increasing';
}

/** The server side of HTTP Digest. */
export class DigestVerifier {
  private readonly nonces = new Map<string, { issuedAt: number; counts: Set<number> }>();

  constructor(
    private readonly identities: Identities,
    private readonly clock: WorldClock,
    private readonly nonceSeconds: number,
    private readonly rules: NonceRules = {},
  ) {}

  /** Number of signed requests that were refused because of their nonce or its count. */
  refused = 0;

  /** Number of following signed requests that are refused as if their nonces had just expired. */
  refusals = 0;

  /**
   * The recorded challenge with another nonce. Even after an expired nonce, Atlas was recorded to respond with
   * `stale=false`.
   */
  challenge(isStale = false): string {
    const nonce = randomBytes(24).toString('base64');
    this.nonces.set(nonce, { issuedAt: this.clock.now(), counts: new Set() });
    return `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${isStale}`;
  }

  /** @returns true if the request is to be refused because of its nonce alone */
  takeRefusal(): boolean {
    if (this.refusals === 0) return false;
    this.refusals -= 1;
    return true;
  }

  /** @returns undefined if the header does not prove knowledge of a key */
  verify(method: string, target: string, authorization: string): ApiKey | undefined {
    const fields = fieldsOf(authorization);
    const key = this.identities.apiKeys.get(fields.username ?? '');
    if (!this.acceptNonce(fields)) {
      this.refused += 1;
      return undefined;
    }
    if (key === undefined || fields.uri !== target) return undefined;
    const hash = (text: string) => createHash('md5').update(text).digest('hex');
    const identity = hash(`${key.publicKey}:MMS Public API:${key.privateKey}`);
    const middle = `${fields.nonce}:${fields.nc}:${fields.cnonce}:auth`;
    const expected = hash(`${identity}:${middle}:${hash(`${method}:${target}`)}`);
    return fields.response === expected ? key : undefined;
  }

  private acceptNonce({ nonce = '', nc = '', qop, cnonce }: Record<string, string>): boolean {
    const known = this.nonces.get(nonce);
    if (known === undefined || qop !== 'auth' || cnonce === undefined || !/^[0-9a-f]{8}$/.test(nc))
      return false;
    if (this.clock.now() - known.issuedAt > this.nonceSeconds * 1000) return false;
    const count = Number.parseInt(nc, 16);
    if (count < 1 || known.counts.has(count) || !this.isInOrder(count, known.counts)) return false;
    known.counts.add(count);
    return true;
  }

  private isInOrder(count: number, counts: ReadonlySet<number>): boolean {
    if (this.rules.nonces === 'single-use') return count === 1;
    // Concurrent requests may arrive in another order than their counts.
    return this.rules.nonceCounts !== 'increasing' || count > Math.max(0, ...counts);
  }
}

function fieldsOf(authorization: string): Record<string, string> {
  const pairs = authorization.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,]+))/gi);
  return Object.fromEntries(
    Array.from(pairs, ([, name, quoted, bare]) => [name ?? '', quoted ?? bare ?? '']),
  );
}

import { createHash, randomBytes } from 'node:crypto';
import type { WorldClock } from './clock.js';
import type { ApiKey, Identities } from './identities.js';

/** How strict a server is with nonces. Nobody has recorded how Atlas is; no count of a nonce is taken twice in any case. */
export interface NonceRules {
  /** `single-use`: each nonce opens once. Default `reusable`. */
  readonly nonces?: 'reusable' | 'single-use';
  /** `increasing`: a count that arrives after a higher one is refused. Default `any-order`. */
  readonly nonceCounts?: 'any-order' | 'increasing';
}

/** The server's side of HTTP Digest. */
export class DigestVerifier {
  private readonly nonces = new Map<string, { issuedAt: number; counts: Set<number> }>();

  constructor(
    private readonly identities: Identities,
    private readonly clock: WorldClock,
    private readonly nonceSeconds: number,
    private readonly rules: NonceRules = {},
  ) {}

  /** Signed requests that were refused for their nonce or its count. */
  refused = 0;

  /** Signed requests that are still to be refused, as if their nonce had just expired. */
  refusals = 0;

  /** The challenge, letter for letter as recorded but for the nonce; even an expired one was answered `stale=false`. */
  challenge(isStale = false): string {
    const nonce = randomBytes(24).toString('base64');
    this.nonces.set(nonce, { issuedAt: this.clock.now(), counts: new Set() });
    return `Digest realm="MMS Public API", domain="", nonce="${nonce}", algorithm=MD5, qop="auth", stale=${isStale}`;
  }

  /** @returns true for a request that is refused for its nonce alone */
  takeRefusal(): boolean {
    if (this.refusals === 0) return false;
    this.refusals -= 1;
    return true;
  }

  /** @returns undefined when the header does not prove knowledge of a key */
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
    // Concurrent requests overtake each other, so that a count may arrive late.
    return this.rules.nonceCounts !== 'increasing' || count > Math.max(0, ...counts);
  }
}

function fieldsOf(authorization: string): Record<string, string> {
  const pairs = authorization.matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,]+))/gi);
  return Object.fromEntries(
    Array.from(pairs, ([, name, quoted, bare]) => [name ?? '', quoted ?? bare ?? '']),
  );
}

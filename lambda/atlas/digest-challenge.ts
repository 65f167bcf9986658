/** HTTP Digest (RFC 7616) as far as Atlas uses it: MD5 or SHA-256, `qop` auth or none. Pure. */
import { createHash } from 'node:crypto';

export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: 'MD5' | 'SHA-256';
  readonly qopAuth: boolean;
  readonly stale: boolean;
  readonly opaque: string | undefined;
}

/**
 * Parses a `WWW-Authenticate` header. Atlas sends `Digest realm="MMS Public API", domain="", nonce="…",
 * algorithm=MD5, qop="auth", stale=false`: two values unquoted, no opaque, a nonce with `+` and `/`.
 *
 * @returns undefined when the header is missing, another scheme, or an algorithm that is not supported
 */
export function parseDigestChallenge(header: string | null): DigestChallenge | undefined {
  const scheme = /(?:^|,\s*)Digest\s+(.*)$/is.exec(header ?? '');
  if (scheme === null) return undefined;
  const parameters = parametersOf(scheme[1] ?? '');
  const algorithm = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
  const nonce = parameters.get('nonce');
  if (nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return undefined;
  return {
    realm: parameters.get('realm') ?? '',
    nonce,
    algorithm,
    qopAuth: (parameters.get('qop') ?? '').split(/\s*,\s*/).includes('auth'),
    stale: parameters.get('stale')?.toLowerCase() === 'true',
    opaque: parameters.get('opaque'),
  };
}

function parametersOf(text: string): Map<string, string> {
  const pairs = text.matchAll(/([a-z][a-z0-9-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi);
  return new Map(
    Array.from(pairs, ([, name, quoted, bare]) => [(name ?? '').toLowerCase(), quoted ?? bare ?? '']),
  );
}

export interface DigestCredentials {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface DigestUse {
  readonly method: string;
  /** Path and query, exactly as in the request line. */
  readonly uri: string;
  /** 1 for the first request with this nonce. */
  readonly nonceCount: number;
  readonly clientNonce: string;
}

export function digestAuthorization(
  challenge: DigestChallenge,
  keys: DigestCredentials,
  use: DigestUse,
): string {
  const hash = (text: string) =>
    createHash(challenge.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  // Eight hexadecimal digits: a decimal count is refused from the tenth request on.
  const nc = use.nonceCount.toString(16).padStart(8, '0');
  const identity = hash(`${keys.publicKey}:${challenge.realm}:${keys.privateKey}`);
  const request = hash(`${use.method}:${use.uri}`);
  const middle = challenge.qopAuth ? `${challenge.nonce}:${nc}:${use.clientNonce}:auth` : challenge.nonce;
  const parts = [
    `username="${keys.publicKey}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${use.uri}"`,
    `algorithm=${challenge.algorithm}`,
    `response="${hash(`${identity}:${middle}:${request}`)}"`,
  ];
  if (challenge.qopAuth) parts.push('qop=auth', `nc=${nc}`, `cnonce="${use.clientNonce}"`);
  if (challenge.opaque !== undefined) parts.push(`opaque="${challenge.opaque}"`);
  return `Digest ${parts.join(', ')}`;
}

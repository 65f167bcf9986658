/** The part of HTTP Digest (RFC 7616) that Atlas uses: MD5 or SHA-256, `qop` auth or none. Pure. */
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
 * Parses a `WWW-Authenticate` header. Atlas sends `Digest realm="MMS Public API", domain="", nonce="…", algorithm=MD5,
 * qop="auth", stale=false`: two values are unquoted, there is no `opaque`, and the nonce contains `+` and `/`. A proxy
 * may add its own challenges, in the same header or in another one; `Headers` joins them with a comma.
 *
 * @returns the first challenge that can be answered (RFC 7616, section 3.7); undefined if there is none
 */
export function parseDigestChallenge(header: string | null): DigestChallenge | undefined {
  for (const { scheme, parameters } of challengesOf(header ?? '')) {
    const challenge = scheme.toLowerCase() === 'digest' ? supported(parameters) : undefined;
    if (challenge !== undefined) return challenge;
  }
  return undefined;
}

function supported(parameters: ReadonlyMap<string, string>): DigestChallenge | undefined {
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

interface Challenge {
  readonly scheme: string;
  /** Parameters with lower-case names; values without quotes and escapes. */
  readonly parameters: Map<string, string>;
}

const SEPARATOR = /[\s,]*/y;
const PARAMETER = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
/** A scheme, with the `token68` that some schemes have instead of parameters. */
const SCHEME = /([\w!#$%&'*+.^`|~-]+)(?:\s+[\w.~+/-]+=*(?=\s*(?:,|$))|(?=[\s,]|$))/y;

/**
 * Challenges and their parameters are in one list (RFC 9110, section 11.6.1), so only the shape of an element shows
 * where the next challenge begins. Parsing stops at an element that has neither shape.
 */
function challengesOf(header: string): readonly Challenge[] {
  const challenges: Challenge[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(SEPARATOR);
    const parameter = take(PARAMETER);
    const scheme = parameter === null ? take(SCHEME) : null;
    if (scheme !== null) challenges.push({ scheme: scheme[1] ?? '', parameters: new Map() });
    else if (parameter !== null) addParameter(challenges.at(-1), parameter);
    else return challenges;
  }
}

function addParameter(challenge: Challenge | undefined, [, name = '', quoted, bare = '']: RegExpExecArray) {
  challenge?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare);
}

function quotedText(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
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
    `username=${quotedText(keys.publicKey)}`,
    `realm=${quotedText(challenge.realm)}`,
    `nonce=${quotedText(challenge.nonce)}`,
    `uri="${use.uri}"`,
    `algorithm=${challenge.algorithm}`,
    `response="${hash(`${identity}:${middle}:${request}`)}"`,
  ];
  if (challenge.qopAuth) parts.push('qop=auth', `nc=${nc}`, `cnonce="${use.clientNonce}"`);
  if (challenge.opaque !== undefined) parts.push(`opaque=${quotedText(challenge.opaque)}`);
  return `Digest ${parts.join(', ')}`;
}

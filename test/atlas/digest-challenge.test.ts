import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestAuthorization, parseDigestChallenge } from '../../lambda/atlas/digest-challenge.js';

/** As Atlas writes it: two values unquoted, no opaque, a nonce with `+` and `/`. */
const ATLAS =
  'Digest realm="MMS Public API", domain="", nonce="Ab+/dEfGhIjKlMnOpQrStUvWxYz01234", algorithm=MD5, qop="auth", stale=false';

describe("Atlas's challenge", () => {
  it('is parsed completely', () => {
    expect(parseDigestChallenge(ATLAS)).toEqual({
      realm: 'MMS Public API',
      nonce: 'Ab+/dEfGhIjKlMnOpQrStUvWxYz01234',
      algorithm: 'MD5',
      qopAuth: true,
      stale: false,
      opaque: undefined,
    });
  });

  it.each([null, '', 'Bearer realm="x"', 'Digest realm="x"', 'Digest nonce="x", algorithm=SHA-512'])(
    'is not recognized in %j',
    (header) => {
      expect(parseDigestChallenge(header)).toBeUndefined();
    },
  );

  it('is recognized as stale in upper and lower case', () => {
    expect(parseDigestChallenge('Digest nonce="n", stale=TRUE')?.stale).toBe(true);
  });
});

describe('of several challenges', () => {
  const OTHER = 'Digest realm="other", nonce="theirs", opaque="o", qop="auth"';

  it.each([
    ['another scheme after it', `${ATLAS}, Basic realm="proxy"`],
    ['another scheme before it', `Basic realm="proxy", ${ATLAS}`],
    ['a scheme without parameters', `Negotiate, ${ATLAS}`],
    ['a scheme with a token', `Negotiate YIIBhQ+/==, ${ATLAS}`],
    ['an unsupported Digest after it', `${ATLAS}, ${OTHER}, algorithm=SHA-512-256`],
    ['an unsupported Digest before it', `${OTHER}, algorithm=SHA-512-256, ${ATLAS}`],
    ['a supported Digest after it', `${ATLAS}, ${OTHER}, algorithm=SHA-256`],
    ['empty elements', `, ,${ATLAS}, ,`],
    ['another Digest in a quoted text', `Bearer error="x, ${OTHER.replaceAll('"', '\\"')}", ${ATLAS}`],
  ])('only that of Atlas is used: %s', (_, header) => {
    expect(parseDigestChallenge(header)).toEqual(parseDigestChallenge(ATLAS));
  });

  it('the first supported one is used, with its own opaque', () => {
    const first = parseDigestChallenge(`${OTHER}, algorithm=SHA-256, ${ATLAS}`);
    expect(first).toMatchObject({ realm: 'other', nonce: 'theirs', algorithm: 'SHA-256', opaque: 'o' });
  });

  it.each([
    'Bearer realm="x, Digest nonce=\\"n\\""',
    'Bearer realm="x, Digest nonce="n"',
    'XDigest nonce="n"',
  ])('none is read from the text of another scheme: %s', (header) => {
    expect(parseDigestChallenge(header)).toBeUndefined();
  });
});

describe('the authorization', () => {
  const challenge = (algorithm: string) =>
    parseDigestChallenge(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    );
  const use = {
    method: 'GET',
    uri: '/dir/index.html',
    nonceCount: 1,
    clientNonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };
  const keys = { publicKey: 'Mufasa', privateKey: 'Circle of Life' };

  // The two responses that RFC 7616, section 3.9.1, prints for this exchange.
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('has the response that RFC 7616 gives for %s', (algorithm, response) => {
    const parsed = challenge(algorithm);
    const header = parsed === undefined ? '' : digestAuthorization(parsed, keys, use);
    expect(header).toContain(`response="${response}"`);
    expect(header).toContain('nc=00000001');
    expect(header).toContain('opaque="FQhe');
  });

  it('has a count of eight hexadecimal digits', () => {
    const parsed = challenge('MD5');
    const header = parsed === undefined ? '' : digestAuthorization(parsed, keys, { ...use, nonceCount: 26 });
    expect(header).toContain('nc=0000001a');
  });

  it('hashes the unescaped realm, and sends it escaped', () => {
    const plain = { realm: 'a"b\\c', nonce: 'n', algorithm: 'MD5', qopAuth: true, stale: false } as const;
    const parsed = parseDigestChallenge('Digest realm="a\\"b\\\\c", nonce="n", qop="auth"');
    expect(parsed).toEqual({ ...plain, opaque: undefined });
    const identity = md5('Mufasa:a"b\\c:Circle of Life');
    const response = md5(`${identity}:n:00000001:${use.clientNonce}:auth:${md5('GET:/dir/index.html')}`);
    const header = digestAuthorization({ ...plain, opaque: undefined }, keys, use);
    expect(header).toContain('realm="a\\"b\\\\c"');
    expect(header).toContain(`response="${response}"`);
  });
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

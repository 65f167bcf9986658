import { describe, expect, it } from 'vitest';
import { digestAuthorization, parseDigestChallenge } from '../../lambda/atlas/digest-challenge.js';

/** As Atlas writes it: two values unquoted, no opaque, a nonce with `+` and `/`. */
const ATLAS =
  'Digest realm="MMS Public API", domain="", nonce="Ab+/dEfGhIjKlMnOpQrStUvWxYz01234", algorithm=MD5, qop="auth", stale=false';

describe("Atlas's challenge", () => {
  it('is parsed whole', () => {
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
    'is none: %j',
    (header) => {
      expect(parseDigestChallenge(header)).toBeUndefined();
    },
  );

  it('is known as stale in any capitals', () => {
    expect(parseDigestChallenge('Digest nonce="n", stale=TRUE')?.stale).toBe(true);
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
  ])('has the response of RFC 7616 for %s', (algorithm, response) => {
    const parsed = challenge(algorithm);
    const header = parsed === undefined ? '' : digestAuthorization(parsed, keys, use);
    expect(header).toContain(`response="${response}"`);
    expect(header).toContain('nc=00000001');
    expect(header).toContain('opaque="FQhe');
  });

  it('counts in eight hexadecimal digits', () => {
    const parsed = challenge('MD5');
    const header = parsed === undefined ? '' : digestAuthorization(parsed, keys, { ...use, nonceCount: 26 });
    expect(header).toContain('nc=0000001a');
  });
});

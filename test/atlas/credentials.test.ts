import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCredentials } from '../../lambda/atlas/credentials.js';

describe('the secret', () => {
  it.each([
    ['{"publicKey":"a","privateKey":"b"}', { kind: 'api-key', publicKey: 'a', privateKey: 'b' }],
    ['{"PublicKey":"a","PrivateKey":"b"}', { kind: 'api-key', publicKey: 'a', privateKey: 'b' }],
    [
      '{"clientId":"a","clientSecret":" b\\n"}',
      { kind: 'service-account', clientId: 'a', clientSecret: 'b' },
    ],
    [
      '{"ClientId":"a","ClientSecret":"b","x":1}',
      { kind: 'service-account', clientId: 'a', clientSecret: 'b' },
    ],
  ])('is accepted as %s', (text, expected) => {
    expect(parseCredentials('s', text)).toEqual(expected);
  });

  it.each([
    ['not json', 'it is not JSON'],
    ['"abc"', 'it is JSON, but not an object'],
    ['[]', 'it is JSON, but not an object'],
    ['{}', 'it has no non-empty text field'],
    ['{"publicKey":"a"}', 'its fields are publickey'],
    ['{"publicKey":"","privateKey":"b"}', 'its fields are privatekey'],
    ['{"user":"a","password":"b"}', 'its fields are user, password'],
  ])('is refused with what is wrong and what is accepted: %s', (text, what) => {
    expect(() => parseCredentials('atlas/keys', text)).toThrow(
      expect.objectContaining({
        kind: 'authentication',
        message: `Secret atlas/keys does not hold Atlas credentials: ${what}.`,
        advice: expect.stringContaining('"clientId", "clientSecret"'),
      }),
    );
  });

  it.each([
    ['privateKey', 'ab\ncd', 'a line break at position 3'],
    ['privateKey', 'ab\r\ncd', 'a line break at position 3'],
    ['privateKey', 'abcd\u0000x', 'a control character at position 5'],
    ['privateKey', 'ab\tc', 'a control character at position 3'],
    ['privateKey', 'a\u200bb', 'a control character at position 2'],
    ['privateKey', 'a\u00e9', 'a character outside of ASCII at position 2'],
    ['privateKey', 'a\ud83d\ude00', 'a character outside of ASCII at position 2'],
    ['publicKey', 'ab"cd', 'a quotation mark or a backslash at position 3'],
    ['publicKey', 'ab\ncd', 'a line break at position 3'],
    ['clientId', 'ab:cd', 'a colon at position 3'],
    ['clientSecret', 'ab\u0007', 'a control character at position 3'],
  ])('is refused for a character that is not allowed in a header: %s %j', (field, value, what) => {
    const others = { publicKey: 'p', privateKey: 'k', clientId: 'i', clientSecret: 's' };
    const names = ['publicKey', 'privateKey'].includes(field)
      ? (['publicKey', 'privateKey'] as const)
      : (['clientId', 'clientSecret'] as const);
    const secret = { ...Object.fromEntries(names.map((name) => [name, others[name]])), [field]: value };
    expect(() => parseCredentials('atlas/keys', JSON.stringify(secret))).toThrow(
      expect.objectContaining({
        code: 'SECRET_MALFORMED',
        message: expect.stringContaining(`its field ${field} has ${what}`),
      }),
    );
  });

  it('is not part of the error message', () => {
    const value = fc.stringMatching(/^[A-Z0-9]{12,30}$/);
    fc.assert(
      fc.property(value, value, fc.constantFrom('privateKey', 'secret', 'token'), (secret, other, name) => {
        for (const text of [JSON.stringify({ [name]: secret, [other]: 1 }), secret, `{"a": "${secret}`]) {
          const thrown = (() => {
            try {
              return parseCredentials('s', text);
            } catch (error) {
              return error;
            }
          })();
          expect(JSON.stringify(thrown, Object.getOwnPropertyNames(thrown))).not.toContain(secret);
        }
      }),
    );
  });
});

import * as v from 'valibot';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import { jsonText } from '../json/json-text.js';
import { type JsonRecord, record } from '../json/record.js';
import { validate } from '../json/validate.js';

export type AtlasCredentials =
  | { readonly kind: 'api-key'; readonly publicKey: string; readonly privateKey: string }
  | { readonly kind: 'service-account'; readonly clientId: string; readonly clientSecret: string };

const ACCEPTED =
  'Accepted are {"publicKey", "privateKey"} (API key), {"clientId", "clientSecret"} (service account), and the profile spelling of MongoDB\'s CloudFormation resources, {"PublicKey", "PrivateKey"}.';

/**
 * Reads the secret's JSON. Field names are case-insensitive.
 *
 * @throws AtlasError of kind `authentication`; its message has the field names found, never a value
 */
export function parseCredentials(secretId: string, secretText: string): AtlasCredentials {
  const fields = fieldsOf(secretId, secretText);
  const field = (name: string) => checked(secretId, name, fields.get(name.toLowerCase()));
  const [publicKey, privateKey] = [field('publicKey'), field('privateKey')];
  if (publicKey !== undefined && privateKey !== undefined) return { kind: 'api-key', publicKey, privateKey };
  const [clientId, clientSecret] = [field('clientId'), field('clientSecret')];
  if (clientId !== undefined && clientSecret !== undefined)
    return { kind: 'service-account', clientId, clientSecret };
  const names = [...fields.keys()].filter((name) => /^[a-z]+$/.test(name)).slice(0, 10);
  throw malformed(
    secretId,
    names.length === 0 ? 'it has no non-empty text field' : `its fields are ${names.join(', ')}`,
  );
}

/** Characters that would break a header or a signature, and that errors about headers would quote. */
const BREAKING: readonly (readonly [fields: RegExp, characters: RegExp, what: string])[] = [
  [/./, /[\n\r\u0085\u2028\u2029]/, 'a line break'],
  [/./, /[\p{Cc}\p{Cf}]/u, 'a control character'],
  [/./, /[^\x20-\x7e]/, 'a character outside of ASCII'],
  [/^publicKey$/, /["\\]/, 'a quotation mark or a backslash'],
  [/^clientId$/, /:/, 'a colon'],
];

/** @throws AtlasError with the field, the kind of character and its position, never the value */
function checked(secretId: string, name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  for (const [fields, characters, what] of BREAKING) {
    const place = fields.test(name) ? value.search(characters) : -1;
    if (place !== -1)
      throw malformed(
        secretId,
        `its field ${name} has ${what} at position ${place + 1}, not counting spaces before it; keys are printable ASCII on one line`,
      );
  }
  return value;
}

/** Non-empty text fields by lower-case name. */
function fieldsOf(secretId: string, secretText: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(objectIn(secretId, secretText))) {
    const field = validate(fieldSchema, value);
    if (field.kind === 'valid') fields.set(name.toLowerCase(), field.value);
  }
  return fields;
}

const fieldSchema = v.pipe(v.string(), v.trim(), v.nonEmpty());

function objectIn(secretId: string, secretText: string): JsonRecord {
  const json = validate(jsonText(v.unknown()), secretText);
  if (json.kind === 'malformed') throw malformed(secretId, 'it is not JSON');
  const fields = validate(record, json.value);
  if (fields.kind === 'malformed') throw malformed(secretId, 'it is JSON, but not an object');
  return fields.value;
}

function malformed(secretId: string, what: string): AtlasError {
  return new AtlasError(`Secret ${secretId} does not hold Atlas credentials: ${what}.`, {
    kind: 'authentication',
    code: 'SECRET_MALFORMED',
    operation: 'read secret',
    advice: ACCEPTED,
  });
}

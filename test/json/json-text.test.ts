import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../lambda/json/json-text.js';
import { typeOf, validate } from '../../lambda/json/validate.js';
import { ROOT } from '../docs/documents.js';

const schema = jsonText(v.object({ version: v.literal(1), at: v.pipe(v.string(), v.isoTimestamp()) }));

describe('JSON text', () => {
  it('is parsed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(validate(jsonText(v.unknown()), text)).toEqual({ kind: 'valid', value: JSON.parse(text) });
      }),
    );
  });

  it.each([
    ['{', 'text: expected JSON text, received "{"'],
    ['', 'text: expected JSON text, received ""'],
    [undefined, 'text: expected JSON text, received undefined'],
    [{ version: 1 }, 'text: expected JSON text, received {"version":1}'],
    ['null', 'text: expected Object, received null'],
    [
      '{"version":2,"at":"now"}',
      'version: expected 1, received 2\nat: expected iso timestamp, received "now"',
    ],
    ['{"version":1}', 'at: expected a value, received undefined'],
  ])('that is malformed is reported with the expected and the received value: %j', (text, wording) => {
    const read = validate(schema, text, { whole: 'text' });
    expect(read).toEqual({ kind: 'malformed', issues: wording.split('\n') });
  });

  it('is reported shortened, with a few of many issues', () => {
    const long = JSON.stringify({ version: 'x'.repeat(10_000), at: 'y'.repeat(10_000) });
    const many = JSON.stringify(Array.from({ length: 1000 }, (_, index) => index));
    for (const read of [validate(schema, long), validate(jsonText(v.array(v.string())), many)])
      expect(JSON.stringify(read).length).toBeLessThan(500);
  });

  it('that is a secret is reported only with its type', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const read = validate(schema, `hidden${text}`, { received: typeOf });
        expect(read).toEqual({
          kind: 'malformed',
          issues: ['input: expected JSON text, received a value of type string'],
        });
      }),
    );
  });
});

/** Every source, by folder. */
const sourcesIn = (folder: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file: `${folder}/${file}`, source: readFileSync(join(ROOT, folder, file), 'utf8') }));
const filesWith = (folders: readonly string[], pattern: RegExp) =>
  folders
    .flatMap(sourcesIn)
    .filter(({ source }) => pattern.test(source))
    .map(({ file }) => file)
    .sort();

describe('the product reads JSON in one way: ', () => {
  it('text is parsed in one place, and not by the parser of the schemas, whose messages quote it', () => {
    expect(filesWith(['lambda', 'cli', 'lib'], /JSON\s*\.\s*parse\b|\bJSON\s*\[/)).toEqual([
      'lambda/json/json-text.ts',
    ]);
    expect(filesWith(['lambda', 'cli', 'lib'], /v\.parseJson|\.json\(\)/)).toEqual([]);
  });

  it('external data is not given a type by a cast', () => {
    expect(filesWith(['lambda', 'cli'], /\bas unknown as\b|\bas Record<|\bas Readonly<Record</)).toEqual([]);
  });

  it('untyped fields are read in one file each', () => {
    const names = ['isRecord', 'textOf', 'fieldOf', 'typeOf', 'shown'];
    const places = names.map((name) => filesWith(['lambda', 'cli'], new RegExp(`function ${name}\\b`)));
    expect(places.map(({ length }) => length)).toEqual(names.map(() => 1));
    expect(filesWith(['lambda', 'cli'], /function (parseJson|recordOf|jsonOf)\b/)).toEqual([
      'lambda/atlas/documented-response.ts',
    ]);
  });

  it('no decision depends on the message of an error or of a log line', () => {
    const decides = /\bmessage\.(includes|startsWith|endsWith|match)\(|\bmessage === '[^']/;
    expect(filesWith(['lambda', 'cli'], decides)).toEqual([]);
  });
});

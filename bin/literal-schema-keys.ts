/** Allows the bundler to remove unused operation schemas of SDK clients. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const SCHEMAS = /[\\/]@aws-sdk[\\/].+[\\/]schemas[\\/]schemas_\d+\.js$/;
const NAMED_TEXT = /^const (_\w+) = ("[^"\\]*");$/gm;
const COMPUTED_KEY = /\[(_\w+)\]:/g;

/**
 * The SDK writes the keys of its schemas as `[_xN]: …`, where `_xN` is a constant string. The bundler assumes that a
 * computed key may have side effects, and so keeps all schemas: 550 KB for EC2, of which the functions use 20 KB. With
 * literal keys, the object is the same and can be removed.
 */
export function literalSchemaKeys(): Plugin {
  return {
    name: 'literal-schema-keys',
    setup(build) {
      build.onLoad({ filter: SCHEMAS }, async ({ path }) => ({
        contents: withLiteralKeys(await readFile(path, 'utf8')),
        loader: 'js',
      }));
    },
  };
}

export function withLiteralKeys(source: string): string {
  const texts = new Map([...source.matchAll(NAMED_TEXT)].map(([, name, text]) => [name, text]));
  return source.replace(COMPUTED_KEY, (key, name: string) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
}

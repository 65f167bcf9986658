import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

it.each(['docs/maintaining.md', 'CONTRIBUTING.md', 'docs/architecture.md'])(
  'the files that %s names exist',
  (document) => {
    const source = readFileSync(join(root, document), 'utf8');
    const named = [...source.matchAll(/`((?:lambda|lib|cli|bin|local|test|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  },
);

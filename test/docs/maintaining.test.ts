import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

it.each(['docs/maintaining.md', 'CONTRIBUTING.md', 'docs/architecture.md'])(
  'the files that %s names exist',
  (document) => {
    const named = [...read(document).matchAll(/`((?:lambda|lib|cli|bin|local|test|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  },
);

const sources = ['lambda', 'lib', 'cli', 'bin', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$|\.schema\.json$/.test(file))
    .map((file) => `${folder}/${file}`),
);

/** Files whose content has one of the words: each of something that exists already. */
const filesWith = (words: RegExp) => sources.filter((path) => words.test(read(path)));

/**
 * A section, words by which something that was once added is recognized, and files that have them without being a step:
 * they use what was added.
 */
const ADDED: readonly (readonly [section: string, example: RegExp, users: RegExp])[] = [
  ['A metric', /MEMBER_SILENT|silentMembers|memberSilent/, /^$/],
  ['A metric', /ofOthers/, /reconcile-plan|cli\/links/],
  ['A preflight rule', /SINGLE_REGION_RULE/, /^$/],
  ['A check of the doctor', /'project-reach'|"project-reach"/, /^$/],
  ['An option', /shareAccessTokens/, /response-error|check-emulator|secret-access|engine\/link-engine\.ts/],
  ['An option', /unlinkDeselected/, /lambda\/domain|aws-links|check-emulator/],
];

describe('a how-to', () => {
  it.each(ADDED)('of %s names each file that has what was added before: %s', (title, example, users) => {
    const section = read('docs/maintaining.md')
      .split(/^## /m)
      .find((text) => text.startsWith(`${title}\n`));
    const files = filesWith(example).filter((path) => !users.test(path));
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((path) => !section?.includes(`\`${path}\``))).toEqual([]);
  });
});

/** The API reference has a page for each construct, in the order of use, and API.md contains all of it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentText, ROOT } from './documents.js';

const { entryPoints } = JSON.parse(documentText('typedoc.json')) as { entryPoints: string[] };
const namesIn = (source: string) =>
  [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((name) => name.trim().replace(/^type /, ''))
      .filter((name) => name !== ''),
  );
const pages = entryPoints.map((entry) => {
  const source = documentText(entry);
  return { name: /@module (\w+)/.exec(source)?.[1] ?? '', documented: namesIn(source) };
});
const exported = namesIn(documentText('lib/index.ts')).sort();

describe('the API reference', () => {
  it('has everything that the library exports, on one page each; npm run docs writes it', () => {
    expect(pages.flatMap(({ documented }) => documented).sort()).toEqual(exported);
    for (const { name, documented } of pages) {
      const page = documentText(`docs/api/${name}.md`);
      for (const one of documented) expect(page, one).toMatch(new RegExp(`^## (.abstract. )?${one}$`, 'm'));
    }
  });

  it('has a page for each construct, which begins with its name', () => {
    const constructs = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...documentText(`lib/${file}`).matchAll(/^export class (\w+) extends /gm)])
      .map(([, name = '']) => name)
      .filter((name) => exported.includes(name));
    expect(constructs.length).toBeGreaterThan(8);
    expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(constructs));
    for (const { name } of pages)
      expect(documentText(`docs/api/${name}.md`), name).toMatch(
        new RegExp(`^# ${name}\n[^#]*\n## (.abstract. )?${name}\n`),
      );
  });

  it('lists its pages in the order of use', () => {
    const listed = [...documentText('docs/api/README.md').matchAll(/^\| \[(\w+)\]\(\1\.md\)/gm)];
    expect(listed.map(([, name]) => name)).toEqual(pages.map(({ name }) => name));
    const files = readdirSync(join(ROOT, 'docs', 'api')).filter((file) => file !== 'README.md');
    expect(files.sort()).toEqual(pages.map(({ name }) => `${name}.md`).sort());
  });

  it('is in API.md as well, as Construct Hub generates it', () => {
    const api = documentText('API.md');
    for (const name of exported) expect(api, name).toContain(`\n### ${name} <a name="${name}"`);
    for (const text of ['awaitConnectionStrings', 'supportedRemoteRegions', 'restoreOnDelete'])
      expect(api).toContain(text);
  });
});

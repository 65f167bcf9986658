/** Compares the blocks that `npm run docs` writes with the pages. */
import { describe, expect, it } from 'vitest';
import { Metric } from '../../lambda/contract/metrics.js';
import { membersOfConstant } from '../../pages/tables/docstrings.js';
import { blockNames, withMadeBlocks } from '../../pages/tables/made-blocks.js';
import { markdownTable } from '../../pages/tables/markdown-table.js';
import { TABLE_MAKERS } from '../../pages/tables/table-makers.js';
import { allDocuments, documentText } from '../docs/documents.js';

const pages = allDocuments().filter((path) => blockNames(documentText(path)).length > 0);

describe('the tables of the pages', () => {
  it.each(pages)('of %s are current (if not: npm run docs)', (path) => {
    const text = documentText(path);
    expect(withMadeBlocks(text, TABLE_MAKERS)).toBe(text);
  });

  it('are each on one page', () => {
    const names = pages.flatMap((path) => blockNames(documentText(path)));
    expect(names.sort()).toEqual([...TABLE_MAKERS.keys()].sort());
  });

  it('with an unknown name are refused', () => {
    const page = '<!-- made by npm run docs: nothing -->\n<!-- end -->\n';
    expect(() => withMadeBlocks(page, new Map([['some', () => '']]))).toThrow(
      'A page has a block named "nothing", which nothing makes. Expected one of: some.',
    );
  });

  it('escape vertical bars and line breaks in cells', () => {
    expect(markdownTable(['a'], [['x|y\n z']])).toBe('| a |\n| - |\n| x\\|y z |');
  });
});

describe('the table of metrics', () => {
  const metrics = membersOfConstant('lambda/contract/metrics.ts', 'Metric');

  it('has a description for each', () => {
    expect([...metrics.keys()]).toEqual(Object.values(Metric));
    expect([...metrics.values()].filter(({ docs }) => docs === '')).toEqual([]);
  });

  it('has seconds if the code counts seconds', () => {
    const source = documentText('lambda/domain/following/conclude-link.ts');
    const inSeconds = [...source.matchAll(/metrics\.seconds\(Metric\.(\w+)/g)].map(
      ([, key]) => Metric[key as keyof typeof Metric],
    );
    const documented = [...metrics].filter(([, { tags }]) => tags.get('unit') === 'seconds');
    expect(documented.map(([name]) => name)).toEqual(inSeconds);
  });
});

/** The examples in other languages are translations of the current TypeScript examples. */
import { describe, expect, it } from 'vitest';
import { digestsOf, pageOf, pagePath } from '../../bin/languages/example-pages.js';
import { documentedExamples, examplesIn } from '../../bin/languages/examples.js';
import { LANGUAGES } from '../../bin/languages/language.js';
import { oldestCdk } from '../../bin/languages/pack-languages.js';
import { codeBlocks, documentText } from './documents.js';

const examples = documentedExamples();

describe.each(LANGUAGES)('docs/languages/%s.md', (language) => {
  const page = documentText(pagePath(language));

  it('has the current translation of every example (if not: npm run docs:languages)', () => {
    expect(digestsOf(page)).toEqual(examples.map(({ digest }) => digest));
    expect(codeBlocks(page, language)).toHaveLength(examples.length);
  });
});

describe('docs/languages.md', () => {
  it('names the oldest CDK of each language, and its page', () => {
    const text = documentText('docs/languages.md');
    for (const language of LANGUAGES)
      expect(text).toMatch(new RegExp(`\\| ${oldestCdk(language)} .*languages/${language}\\.md`));
  });
});

describe('examples of the documents', () => {
  it('are all TypeScript blocks of README.md and docs', () => {
    const ofReadme = examples.filter(({ document }) => document === 'README.md');
    expect(ofReadme.map(({ source }) => source)).toEqual(codeBlocks(documentText('README.md'), 'ts'));
    expect(ofReadme.length).toBeGreaterThan(0);
    expect(examples.length).toBeGreaterThan(5);
    expect(examples.map(({ document }) => document)).toContain('docs/custom-resources.md');
  });

  it('have the heading before them as title, and lose their indentation', () => {
    const text =
      '# A\n\n**Which.** Text\n\n## B\n\n1. x\n\n   ```ts\n   f(\n     1);\n   ```\n\n**Lead, more.** y\n\n```ts\ng();\n```\n';
    const found = examplesIn('a.md', text);
    expect(found.map(({ title, source }) => [title, source])).toEqual([
      ['B', 'f(\n  1);\n'],
      ['B: Lead, more', 'g();\n'],
    ]);
  });

  it('have another digest when they change', () => {
    const [one, other] = examplesIn('a.md', '```ts\nf();\n```\n\n```ts\ng();\n```\n');
    expect(one?.digest).not.toBe(other?.digest);
    const translation = { imports: ['import x'], body: 'y' };
    const page = pageOf(
      'go',
      [one, other].flatMap((example) => example ?? []),
      [translation, translation],
    );
    expect(digestsOf(page)).toEqual([one?.digest, other?.digest]);
    expect(codeBlocks(page, 'go')).toEqual(['import x\n\ny\n', 'import x\n\ny\n']);
  });
});

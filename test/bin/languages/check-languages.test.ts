import { describe, expect, it } from 'vitest';
import { chosenLanguages } from '../../../bin/check-languages/chosen-languages.js';
import { differences } from '../../../bin/check-languages/compare-templates.js';
import { exampleFiles } from '../../../bin/check-languages/example-files.js';
import { smallestExample } from '../../../bin/check-languages/reference-app.js';
import { examplesIn } from '../../../bin/languages/examples.js';
import { oldestCdk, oldestIn } from '../../../bin/languages/pack-languages.js';

describe('the comparison of templates', () => {
  const template = {
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { Tags: [{ Key: 'a' }] } } },
  };

  it('finds no difference between equal templates, in any order of keys', () => {
    expect(differences({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toEqual([]);
  });

  it('names the path of a value that differs', () => {
    const other = structuredClone(template);
    other.Resources.Queue.Properties.Tags = [{ Key: 'b' }];
    expect(differences(template, other)).toEqual([
      'Resources.Queue.Properties.Tags.0.Key: TypeScript has "a", received "b"',
    ]);
  });

  it.each([
    ['is missing', { a: 1 }, {}, ['a: TypeScript has 1, received nothing']],
    ['is more', {}, { a: 1 }, ['a: TypeScript has nothing, received 1']],
    ['is a list and no object', { a: [] }, { a: {} }, ['a: TypeScript has [], received {}']],
    ['is a text and no number', { a: 1 }, { a: '1' }, ['a: TypeScript has 1, received "1"']],
  ])('reports what %s', (_, expected, received, found) => {
    expect(differences(expected, received)).toEqual(found);
  });

  it('reports five differences, and counts the others', () => {
    const found = differences([1, 2, 3, 4, 5, 6, 7], []);
    expect(found).toHaveLength(6);
    expect(found.at(-1)).toBe('and 2 more');
  });
});

describe('the choice of languages', () => {
  it('is all by default, or those of --only in their order', () => {
    expect(chosenLanguages([])).toEqual(['python', 'java', 'go', 'csharp']);
    expect(chosenLanguages(['--only', 'go, python'])).toEqual(['python', 'go']);
  });

  it('refuses an unknown language', () => {
    expect(() => chosenLanguages(['--only', 'python,rust'])).toThrow(
      '--only: expected languages of python, java, go, csharp, separated by commas, received "rust"',
    );
  });
});

describe('the packages for other languages', () => {
  it('are generated with the oldest CDK of each language', () => {
    expect(oldestIn('^2.220.0')).toBe('2.220.0');
    expect(() => oldestIn('2.x')).toThrow('expected a range like ^2.220.0, received "2.x"');
    expect(oldestCdk('java')).toBe(oldestCdk('python'));
    expect(oldestCdk('go')).not.toBe(oldestCdk('python'));
  });
});

describe('the smallest example', () => {
  it('is the first one that makes an app', () => {
    expect(smallestExample('```ts\nimport 1;\n```\n\n```ts\nnew App();\n```\n')).toBe('new App();\n');
    expect(() => smallestExample('# Nothing')).toThrow('README.md: expected a ```ts block');
  });
});

describe('examples for compilers', () => {
  const examples = examplesIn('a.md', '```ts\nf();\n```\n\n```ts\nexport function g() {}\n```\n');
  const translations = [
    { imports: ['import x'], body: 'f()' },
    { imports: [], body: 'g() {}' },
  ];

  it('are wrapped in a function, unless they are functions', () => {
    const go = exampleFiles('go', examples, translations);
    expect(go['documented/example1/example.go']).toBe(
      'package example1\nimport x\nfunc Example() {\nf()\n}\n',
    );
    expect(go['documented/example2/example.go']).toBe('package example2\ng() {}\n');
  });

  it('are wrapped in a class in Java', () => {
    const java = Object.values(exampleFiles('java', examples, translations));
    expect(java[0]).toContain('class Example1 {\nvoid example() {\nf()\n}\n}');
    expect(java[1]).toContain('class Example2 {\ng() {}\n}');
  });

  it('are unchanged in Python', () => {
    const python = exampleFiles('python', examples, translations);
    expect(python['documented/example_1.py']).toBe('import x\n\nf()\n');
  });
});

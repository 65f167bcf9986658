import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesIn, unknownNames } from '../../bin/check-template/recipes.js';
import { TEMPLATES } from '../../bin/template/write-templates.js';
import { documentText, ROOT } from '../docs/documents.js';
import { templatesFolder } from './written-templates.js';

interface Declared {
  readonly Description: string;
  readonly Default?: string | number;
}
type Template = Readonly<Record<'Parameters' | 'Outputs', Readonly<Record<string, Declared>>>>;

function template(file: string): Template {
  return JSON.parse(readFileSync(join(templatesFolder(), file), 'utf8')) as Template;
}

const RECIPES = join(ROOT, 'examples', 'without-cdk');

describe('the documents about the templates', () => {
  it.each(TEMPLATES.map(({ file }) => file))(
    'have every parameter of %s, its default and its description',
    (file) => {
      const rows = documentText('docs/without-cdk.md').split('\n');
      for (const [name, { Default, Description }] of Object.entries(template(file).Parameters)) {
        const row = rows.find((line) => line.startsWith(`| \`${name}\``));
        const value = Default === undefined ? 'required' : Default === '' ? 'empty' : `\`${Default}\``;
        expect(row).toContain(`| ${value} | ${Description} |`);
      }
    },
  );

  it('have every output of the automation', () => {
    const operations = documentText('docs/operations.md');
    for (const name of Object.keys(template('automation.template.json').Outputs))
      expect(operations).toContain(`\`${name}\``);
  });

  it('refer to recipes that use parameters and outputs of the template', () => {
    const { parameters, outputs } = namesIn(RECIPES);
    expect(parameters.length).toBeGreaterThan(8);
    expect(outputs.length).toBeGreaterThan(1);
    expect(unknownNames(RECIPES, template('automation.template.json'))).toEqual([]);
  });
});

describe('a template', () => {
  it.each(TEMPLATES.map(({ file }) => file))('%s needs no bootstrap and has no trace of the CDK', (file) => {
    const text = readFileSync(join(templatesFolder(), file), 'utf8');
    expect(text).not.toMatch(/cdk-bootstrap|hnb659fds|AssetParameters|AWS::CDK::Metadata|aws:cdk:path/);
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  });

  it.each(['automation', 'provider'])('of the %s names its functions beside it', (name) => {
    const text = readFileSync(join(templatesFolder(), `${name}.template.json`), 'utf8');
    expect(text).toMatch(/"Code": "\.\/functions\/poll-link\.zip"/);
  });
});

/** The README is short, and agrees with what it refers to. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { AtlasCredentials, EndpointSelection } from '../../lib/index.js';
import { membersOfInterface } from '../../pages/tables/docstrings.js';
import { codeBlocks, documentText } from './documents.js';

const README = documentText('README.md');
const PARAMETER = /\b([A-Z][A-Za-z]+)=/g;

describe('the README', () => {
  it('has between 9 and 11 KB', () => {
    const bytes = Buffer.byteLength(README);
    expect(bytes).toBeGreaterThanOrEqual(9 * 1024);
    expect(bytes).toBeLessThanOrEqual(11 * 1024);
  });

  it('shows a picture before the first heading, and a recording before the example', () => {
    const [beginning = ''] = README.split('\n## ');
    expect(beginning).toMatch(/!\[[^\]]+\]\(docs\/pictures\/architecture\.svg\)/);
    const [beforeExample = ''] = README.split('## The smallest example');
    expect(beforeExample).toMatch(/!\[[^\]]+\]\(docs\/pictures\/recording\.svg\)/);
  });

  it('has the two commands that the checks run on a clean checkout', () => {
    const blocks = codeBlocks(README, 'sh');
    expect(blocks).toContain('npm ci && npm start\n');
    expect(blocks).toContain('npm ci && npm test\n');
    const run = documentText('.ci/run')
      .split('\n')
      .filter((line) => line.startsWith('npm '));
    expect(run).toEqual(['npm ci', 'npm start', 'npm test']);
  });

  it('refers to every page of docs for readers', () => {
    const pages = ['install', 'operations', 'without-cdk', 'props', 'api/README', 'life-of-a-link', 'events'];
    const more = ['declared-links', 'custom-resources', 'migration', 'monitoring', 'runbook', 'command-line'];
    const last = ['troubleshooting', 'security', 'limits', 'architecture', 'decisions/README', 'glossary'];
    for (const page of [...pages, ...more, ...last]) expect(README).toContain(`](docs/${page}.md`);
  });

  it('names parameters of the template that docs/without-cdk.md has', () => {
    const deploy = codeBlocks(README, 'sh').find((block) => block.includes('--parameter-overrides')) ?? '';
    const [, overrides = ''] = deploy.split('--parameter-overrides');
    const named = [...overrides.matchAll(PARAMETER)].map(([, name]) => name);
    expect(named).toEqual(['ProjectIds', 'SecretArn', 'SelectTagKey']);
    for (const name of named) expect(documentText('docs/without-cdk.md')).toContain(`| \`${name}\` |`);
  });
});

describe('the Python example of the README', () => {
  const [python = ''] = codeBlocks(README, 'python');
  const camelCase = (name: string) =>
    name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('is valid Python', () => {
    const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: python,
    });
    expect([status, String(stderr)]).toEqual([0, '']);
  });

  it('uses exports of the library, in the spelling of Python', () => {
    const [, imported = ''] = /^from cdk_atlas_privatelink import (.*)$/m.exec(python) ?? [];
    const names = imported.split(', ');
    expect(names).toEqual(['AtlasCredentials', 'AtlasPrivateLink', 'AtlasProject', 'EndpointSelection']);
    const exported = documentText('lib/index.ts');
    for (const name of names) expect(exported).toMatch(new RegExp(`\\b${name}\\b`));
    const props = ['AtlasPrivateLinkProps', 'AtlasProject']
      .flatMap(membersOfInterface)
      .map(({ name }) => name);
    const keywords = [...python.matchAll(/^\s+(\w+)=/gm)].map(([, keyword]) => camelCase(keyword ?? ''));
    expect(keywords).toEqual(['projects', 'projectId', 'credentials', 'endpointSelection']);
    expect(keywords.filter((keyword) => !props.includes(keyword))).toEqual([]);
    const calls = [...python.matchAll(/\b(AtlasCredentials|EndpointSelection)\.(\w+)\(/g)];
    expect(calls).toHaveLength(2);
    for (const [, owner, method] of calls)
      expect(owner === 'AtlasCredentials' ? AtlasCredentials : EndpointSelection).toHaveProperty(
        camelCase(method ?? ''),
      );
  });

  it('has the values of the example in TypeScript', () => {
    const [typescript = ''] = codeBlocks(README, 'ts');
    const values = (text: string, quote: string) =>
      [...text.matchAll(new RegExp(`${quote}([\\w/-]+)${quote}`, 'g'))].map(([, value]) => value);
    const packages = ['aws-cdk-lib', 'cdk-atlas-privatelink'];
    expect(values(python, '"')).toEqual(
      values(typescript, "'").filter((value) => !packages.includes(value ?? '')),
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allDocuments, codeBlocks, documentText, ROOT } from './documents.js';

let folder = '';

beforeAll(() => {
  // Inside the project, so that imports can be resolved.
  folder = mkdtempSync(join(ROOT, 'node_modules', '.readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Messages of the compiler, with an application's ordinary strict settings. */
function compile(files: string[]): string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    baseUrl: ROOT,
    paths: { 'cdk-atlas-privatelink': ['lib/index.ts'] },
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const line =
      file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${file?.fileName.split('/').at(-1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** Without the API reference, which is generated and contains signatures, not programs. */
const handWritten = () => allDocuments().filter((path) => !path.startsWith('docs/api/'));

describe('code in the documents', () => {
  it('of the documents and the examples compiles', () => {
    const texts = handWritten().map(documentText);
    const blocks = texts
      .flatMap((text) => codeBlocks(text, 'ts'))
      .map((block, index) => {
        const file = join(folder, `block-${index}.mts`);
        writeFileSync(file, block);
        return file;
      });
    expect(blocks.length).toBeGreaterThanOrEqual(7);
    const apps = [
      ...['existing-stack/app', 'organization/app', 'terraform-equivalent/app', 'data-federation/stack'],
      'languages/typescript/declared-endpoint',
    ];
    const examples = apps.map((path) => join(ROOT, 'examples', `${path}.ts`));
    expect(compile([...blocks, ...examples])).toEqual([]);
    // Compiling with the CDK's types takes half a minute on a busy machine.
  }, 120_000);

  it('of the example synthesizes, and the endpoint depends on the automation', async () => {
    const { PaymentsStack } = await import('../../examples/existing-stack/app.js');
    const stack = new PaymentsStack(new App(), 'Test', {
      atlasProjectId: '6a793f63c0eb9e7a177153f5',
      atlasServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    });
    expect(Stack.of(stack)).toBe(stack);
    const endpoints = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoints.map(({ Properties }) => Properties.PrivateDnsEnabled)).toEqual([false]);
    expect(endpoints[0]?.DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/^AtlasLinksEndpointEventsRule[0-9A-F]{8}$/)]),
    );
  });

  it('of the example of an organization synthesizes: the hub first, then its members', async () => {
    const { HubStack } = await import('../../examples/organization/app.js');
    const env = { account: '111122223333', region: 'eu-west-1' };
    const { hub } = new HubStack(new App(), 'Test', { env });
    expect(hub).toMatchObject({ ...env, organizationId: 'o-a1b2c3d4e5', tagKeys: ['atlas-privatelink'] });
  });

  it('in JSON parses', () => {
    const blocks = handWritten().flatMap((path) => codeBlocks(documentText(path), 'json'));
    expect(blocks.length).toBeGreaterThan(1);
    for (const block of blocks) expect(() => JSON.parse(block)).not.toThrow();
  });

  it('for the shell names existing scripts', () => {
    const { scripts } = JSON.parse(documentText('package.json')) as { scripts: Record<string, string> };
    const text = [...handWritten(), '.ci/run'].map(documentText).join('\n');
    const named = [
      ...text.matchAll(/npm (?:run )?(start|test|check|bench|bundle|format|synth|types)\b/g),
    ].map(([, name]) => name);
    expect(named.filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

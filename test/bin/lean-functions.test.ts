/**
 * Checks what the functions do not contain, with esbuild's metafile of the bundles and the settings that the bundler
 * receives.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { handlerBuild, loadedBytes, outputOf } from '../../bin/bundle.js';
import { HANDLER_BUILD_OPTIONS } from '../../bin/bundle-options.js';
import { HANDLERS, type HandlerName } from '../../lambda/contract/handlers.js';

const LAMBDA = fileURLToPath(new URL('../../lambda', import.meta.url));

const outputsOf = new Map<HandlerName, Promise<Metafile['outputs']>>();
function outputs(name: HandlerName): Promise<Metafile['outputs']> {
  const built =
    outputsOf.get(name) ??
    build({ ...handlerBuild(name), outdir: 'dist', write: false }).then(({ metafile }) => metafile.outputs);
  outputsOf.set(name, built);
  return built;
}

/** Bytes of each source in an output and in all that it imports statically. */
function loaded(
  all: Metafile['outputs'],
  path: string,
  seen = new Map<string, number>(),
): Map<string, number> {
  for (const [source, { bytesInOutput }] of Object.entries(all[path]?.inputs ?? {}))
    if (bytesInOutput > 0) seen.set(source, bytesInOutput);
  for (const { path: imported, kind } of all[path]?.imports ?? [])
    if (kind === 'import-statement' && imported in all) loaded(all, imported, seen);
  return seen;
}

describe.each(HANDLERS)('the function %s', (name) => {
  it('loads no SDK client before it calls EC2 or reads a secret', async () => {
    const all = await outputs(name);
    const sources = [...loaded(all, outputOf(all, 'index')).keys()];
    expect(sources.some((source) => source.endsWith('lambda/aws/json-service.ts'))).toBe(true);
    expect(sources.filter((source) => /node_modules\/@(aws-sdk|smithy|aws-crypto)\//.test(source))).toEqual(
      [],
    );
  });

  it('contains only the EC2 schemas that it uses', async () => {
    const all = await outputs(name);
    const chunk = outputOf(all, 'ec2-client');
    const sizes = [...loaded(all, chunk)].filter(([source]) => source.includes('client-ec2/dist-es/schemas'));
    expect(sizes).toHaveLength(1);
    expect(sizes[0]?.[1]).toBeLessThan(50_000);
  });
});

it('the receiver with its EC2 client loads less than 0.6 of the libraries alone', async () => {
  const libraries = await build({
    ...HANDLER_BUILD_OPTIONS,
    entryPoints: {
      index: fileURLToPath(new URL('../../bench/baseline/libraries-alone.ts', import.meta.url)),
    },
    outdir: 'dist',
    write: false,
  });
  const receiver = loadedBytes(await outputs('receive-endpoint-event'), ['index', 'ec2-client']);
  expect(receiver / loadedBytes(libraries.metafile.outputs, ['index'])).toBeLessThan(0.6);
});

it('the receiver contains no code of the custom resources', async () => {
  const all = await outputs('receive-endpoint-event');
  const sources = [...loaded(all, outputOf(all, 'index')).keys()];
  expect(sources.filter((source) => /lambda\/(custom-resources|domain\/requests)\//.test(source))).toEqual(
    [],
  );
});

const SOURCES = readdirSync(LAMBDA, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(LAMBDA, file), 'utf8') }));

const DEFINITIONS = [
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.InterfaceDeclaration,
  ts.SyntaxKind.TypeAliasDeclaration,
  ts.SyntaxKind.VariableStatement,
];

function isDefinition(statement: ts.Statement): boolean {
  // `import 'a'` exists for its side effects.
  if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
  return DEFINITIONS.includes(statement.kind);
}

describe('the sources of the functions', () => {
  it('have no side effects when they are loaded', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    const others = SOURCES.flatMap(({ file, text }) => {
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
      return statements.filter((statement) => !isDefinition(statement)).map(() => file);
    });
    expect(others).toEqual([]);
  });

  it('name their errors with literals, because bundlers rename classes', () => {
    const classes = SOURCES.flatMap(({ text }) =>
      text.split(/^(?=export (?:abstract )?class |class )/m).slice(1),
    );
    const errors = classes.filter((text) => /^.*class \w+ extends \w*Error\b/.test(text));
    expect(errors.length).toBeGreaterThan(10);
    const nameless = errors.filter((text) => !text.includes('override readonly name'));
    expect(nameless.map((text) => text.split('{')[0])).toEqual([]);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GoTranslation, goOf } from '../../../bin/languages/go-translation.js';

/** Stubs of the packages' types, because the tests are about syntax and the CDK's types take long to read. */
const MODULES: Readonly<Record<string, string>> = {
  'aws-cdk-lib/core/lib/index.d.ts': `
    export declare class App { constructor(props?: object); synth(options?: object): void }
    export declare class Stack { constructor(app: App, id: string, props?: object); readonly account: string }`,
  'aws-cdk-lib/aws-ec2/lib/index.d.ts': 'export interface IPeer { readonly id: string }',
  'lib/dist/index.d.ts': `
    import { IPeer } from 'aws-cdk-lib/aws-ec2/lib';
    export interface Item { readonly name: string }
    export interface Strings { readonly srv: string }
    export interface LinkProps {
      readonly items?: Item[]; readonly names?: string[]; readonly peers?: IPeer[]; readonly isOn?: boolean;
      readonly size?: number;
    }
    export declare enum Outcome { DONE = 'done' }
    export declare class Link {
      static readonly NAME: string;
      static of(...names: string[]): Link;
      constructor(id: string, props?: LinkProps);
      readonly arn: string;
      strings(): Strings;
      on(outcomes: Outcome[], more?: string): void;
    }`,
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'go-translation-'));
  for (const [path, text] of Object.entries(MODULES)) {
    const file = join(folder, 'node_modules', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function translated(source: string): GoTranslation {
  const file = join(folder, 'example.ts');
  const imports = [
    "import { App, Stack } from 'aws-cdk-lib/core/lib';",
    "import { Link, Outcome, type LinkProps } from 'lib/dist';",
  ];
  writeFileSync(file, [...imports, source, 'export {};'].join('\n'));
  const program = ts.createProgram([file], {
    strict: true,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    types: [],
    lib: ['lib.es5.d.ts'],
    noEmit: true,
  });
  const parsed = program.getSourceFile(file);
  if (parsed === undefined) throw new Error('not read');
  return goOf(parsed, {
    checker: program.getTypeChecker(),
    library: { npm: 'lib', go: 'example.invalid/lib' },
  });
}

const bodyOf = (source: string) => translated(source).body;

describe('Go of an example', () => {
  it('has packages before types, and nil for omitted parameters', () => {
    const { imports, body, types } = translated("const app = new App();\nnew Stack(app, 'A');\napp.synth();");
    expect(body).toBe(
      'app := awscdk.NewApp(nil)\nawscdk.NewStack(app, jsii.String("A"), nil)\napp.Synth(nil)',
    );
    expect(imports).toEqual([
      'import (',
      '\t"github.com/aws/aws-cdk-go/awscdk/v2"',
      '\t"github.com/aws/jsii-runtime-go"',
      ')',
    ]);
    expect(types).toEqual(['aws-cdk-lib.App', 'aws-cdk-lib.Stack']);
  });

  it('has pointers to structs in lists, not to interfaces', () => {
    expect(bodyOf("new Link('a', { items: [{ name: 'n' }], peers: [], names: ['x'] });")).toBe(
      [
        'lib.NewLink(jsii.String("a"), &lib.LinkProps{',
        '\tItems: &[]*lib.Item{',
        '\t\t&lib.Item{',
        '\t\t\tName: jsii.String("n"),',
        '\t\t},',
        '\t},',
        '\tPeers: &[]awsec2.IPeer{},',
        '\tNames: &[]*string{',
        '\t\tjsii.String("x"),',
        '\t},',
        '})',
      ].join('\n'),
    );
  });

  it('has pointers to values', () => {
    expect(bodyOf("new Link('a', { isOn: true, size: 2 });")).toContain(
      '\tIsOn: jsii.Boolean(true),\n\tSize: jsii.Number(2),',
    );
  });

  it('reads properties of classes by a call, of structs as fields', () => {
    expect(bodyOf("const link = new Link('a');\nnew Stack(new App(), link.arn);")).toContain('link.Arn()');
    expect(bodyOf("const link = new Link('a');\nnew Stack(new App(), link.strings().srv);")).toContain(
      'link.Strings().Srv, nil)',
    );
  });

  it('names static members and entries of enums by their type', () => {
    expect(bodyOf("Link.of('a', 'b').on([Outcome.DONE]);")).toBe(
      'lib.Link_Of(jsii.String("a"), jsii.String("b")).On(&[]lib.Outcome{\n\tlib.Outcome_DONE,\n}, nil)',
    );
    expect(bodyOf('new Stack(new App(), Link.NAME);')).toContain('lib.Link_NAME()');
    // A rest parameter without values is omitted.
    expect(bodyOf('Link.of();')).toBe('lib.Link_Of()');
  });

  it('has functions with types, comments and empty lines', () => {
    const source =
      "export function make(app: App): Link {\n  // Why.\n  const a = 'x';\n\n  return new Link(a);\n}";
    expect(bodyOf(source)).toBe(
      'func Make(app awscdk.App) lib.Link {\n\t// Why.\n\ta := jsii.String("x")\n\n\treturn lib.NewLink(a, nil)\n}',
    );
    expect(bodyOf('export function f(app: App): void {\n  app.synth();\n}')).toBe(
      'func F(app awscdk.App) {\n\tapp.Synth(nil)\n}',
    );
  });

  it('refuses other syntax with a message', () => {
    expect(() => bodyOf("if (true) new Link('a');")).toThrow(
      `no Go is known for IfStatement, received "if (true) new Link('a');": write the example without it`,
    );
  });
});

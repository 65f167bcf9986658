/** Translates the examples with jsii-rosetta, and with our own translator for Go. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import rosetta from 'jsii-rosetta';
import ts from 'typescript';
import type { Example } from './examples.js';
import { type GoTranslation, goOf, type Translation } from './go-translation.js';
import { nameIn, readAssembly } from './jsii-names.js';
import type { Language } from './language.js';
import {
  annotatePython,
  csharpImports,
  javaImports,
  mendCsharpArrays,
  mendJavaGetters,
  mergePythonImports,
  type QualifiedName,
  splitImports,
} from './mend.js';

const CDK_PACKAGES = ['aws-cdk-lib', 'constructs', '@types'];

export type Translations = Readonly<Record<Language, Translation>>;

/**
 * @param folder for temporary files
 * @param installed folder of the package, installed beside the CDK
 * @throws Error if an example does not compile as TypeScript
 */
export function translateExamples(
  examples: readonly Example[],
  { folder, installed }: { folder: string; installed: string },
): readonly Translations[] {
  const library = readableByRosetta(folder, installed);
  const packages = ['aws-cdk-lib', 'constructs'].map((name) => join(folder, 'node_modules', name));
  const assemblies = [library, ...packages].map(readAssembly);
  const go = goTranslations(examples, folder, library);
  return examples.map((example, index) => {
    const inGo = go[index];
    if (inGo === undefined) throw new Error(`no Go of example ${index}`);
    const named = {
      java: inGo.types.map((fqn) => nameIn('java', fqn, assemblies)),
      csharp: inGo.types.map((fqn) => nameIn('csharp', fqn, assemblies)),
    };
    return { ...rosettaTranslations(example, folder, named), go: inGo };
  });
}

/**
 * jsii-rosetta looks for types in the nearest package.json, and assumes that they have the module system of that
 * package.
 *
 * @returns folder of a copy with one package.json, which sets no module system
 */
function readableByRosetta(folder: string, installed: string): string {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of CDK_PACKAGES) symlinkSync(join(dirname(installed), name), join(modules, name));
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const copy = join(modules, manifest.name);
  cpSync(installed, copy, { recursive: true });
  rmSync(join(copy, 'dist', 'package.json'));
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, type: undefined }));
  return copy;
}

function rosettaTranslations(
  example: Example,
  folder: string,
  named: Readonly<Record<'java' | 'csharp', readonly QualifiedName[]>>,
): Readonly<Record<'python' | 'java' | 'csharp', Translation>> {
  const snippet = new rosetta.SnippetTranslator(
    {
      visibleSource: example.source,
      location: { api: { api: 'file', fileName: example.document } },
      parameters: { $compilation: folder },
    },
    { includeCompilerDiagnostics: true },
  );
  const [problem] = snippet.diagnostics;
  if (problem !== undefined) {
    const text = ts.flattenDiagnosticMessageText(problem.messageText, ' ');
    throw new Error(`${example.document}, "${example.title}": expected TypeScript that compiles: ${text}`);
  }
  const python = splitImports(snippet.renderUsing(new rosetta.PythonVisitor()), (line) =>
    /^(from|import) /.test(line),
  );
  const java = mendJavaGetters(
    splitImports(snippet.renderUsing(new rosetta.JavaVisitor()), (line) => line.startsWith('import ')).body,
  );
  const csharp = mendCsharpArrays(
    splitImports(snippet.renderUsing(new rosetta.CSharpVisitor()), (line) => line.startsWith('using ')).body,
  );
  return {
    python: {
      imports: mergePythonImports(python.imports),
      body: annotatePython(python.body, example.source),
    },
    java: { imports: javaImports(java, named.java), body: java },
    csharp: { imports: csharpImports(csharp, named.csharp), body: csharp },
  };
}

function goTranslations(examples: readonly Example[], folder: string, library: string): GoTranslation[] {
  const { name, jsii } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const { moduleName, packageName } = jsii.targets.go;
  const files = examples.map((example, index) => {
    const file = join(folder, `example-${index}.ts`);
    // The export makes an example without imports a module.
    writeFileSync(file, `${example.source}\nexport {};\n`);
    return file;
  });
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
  });
  const options = {
    checker: program.getTypeChecker(),
    library: { npm: name, go: `${moduleName}/${packageName}` },
  };
  return files.map((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) throw new Error(`the compiler has not read ${file}`);
    return goOf(source, options);
  });
}

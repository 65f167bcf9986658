/** Reads docstrings of the sources by syntax alone, because resolving types would take as long as a compilation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A member of an interface or of a constant object. */
export interface DocumentedMember {
  readonly name: string;
  readonly isOptional: boolean;
  /** The docstring on one line, without its tags. */
  readonly docs: string;
  /** Text of each tag, such as `default`. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Members of an interface anywhere in `lib`, inherited members first. */
export function membersOfInterface(name: string): DocumentedMember[] {
  const declaration = interfaces().get(name);
  if (declaration === undefined) return [];
  const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  const inherited = bases.flatMap(({ expression }) => membersOfInterface(expression.getText()));
  return [...inherited, ...declaration.members.map(describe)];
}

/** The docstring of an interface. */
export function docsOfInterface(name: string): string {
  const declaration = interfaces().get(name);
  return declaration === undefined ? '' : docsOf(declaration);
}

/** Properties of a constant object, by value. */
export function membersOfConstant(file: string, name: string): ReadonlyMap<string, DocumentedMember> {
  const found = new Map<string, DocumentedMember>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name) collectValues(node, found);
    else ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

function collectValues(constant: ts.VariableDeclaration, found: Map<string, DocumentedMember>): void {
  const collect = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.initializer))
      found.set(node.initializer.text, describe(node));
    else ts.forEachChild(node, collect);
  };
  collect(constant);
}

let known: ReadonlyMap<string, ts.InterfaceDeclaration> | undefined;

function interfaces(): ReadonlyMap<string, ts.InterfaceDeclaration> {
  known ??= new Map(
    readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...parse(join('lib', file)).statements])
      .filter(ts.isInterfaceDeclaration)
      .map((declaration) => [declaration.name.text, declaration]),
  );
  return known;
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022, true);
}

function describe(node: ts.TypeElement | ts.PropertyAssignment): DocumentedMember {
  const tags = ts.getJSDocTags(node).map((tag) => [tag.tagName.text, textOf(tag.comment)] as const);
  return {
    name: node.name?.getText() ?? '',
    isOptional: ts.isPropertySignature(node) && node.questionToken !== undefined,
    docs: docsOf(node),
    tags: new Map(tags),
  };
}

function docsOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return textOf(comment?.comment);
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

/** The public surface of a module as the TypeScript compiler sees it: names, members, and their declared types. */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface PublicMember {
  /** `AtlasPrivateLinkProps.projects` */
  readonly name: string;
  readonly docs: string;
  /** True for an optional property of an interface for props, which must document its default. */
  readonly wantsDefault: boolean;
  readonly hasDefault: boolean;
  /** Types that do not exist in other languages, or that the module does not export. */
  readonly issues: readonly string[];
}

export interface PublicSurface {
  readonly names: readonly string[];
  readonly undocumentedNames: readonly string[];
  readonly members: readonly PublicMember[];
  /** Classes and interfaces with a base that the module does not export. */
  readonly hiddenBases: readonly string[];
}

/** @param entry path from the root of the repository */
export function publicSurfaceOf(entry: string): PublicSurface {
  const file = join(ROOT, entry);
  const program = ts.createProgram([file], compilerOptions());
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`expected a module with exports, received ${entry}`);
  const exported = checker.getExportsOfModule(module).map((symbol) => resolved(checker, symbol));
  const reader = new SurfaceReader(checker, new Set(exported));
  return {
    names: exported.map(({ name }) => name).sort(),
    undocumentedNames: exported.filter((symbol) => reader.docsOf(symbol) === '').map(({ name }) => name),
    members: exported.flatMap((symbol) => reader.membersOf(symbol)),
    hiddenBases: exported.flatMap((symbol) => reader.hiddenBasesOf(symbol)),
  };
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT).options;
}

function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

class SurfaceReader {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly exported: ReadonlySet<ts.Symbol>,
  ) {}

  docsOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim();
  }

  /** Members declared in this repository, without those that a construct inherits from the CDK. */
  membersOf(owner: ts.Symbol): PublicMember[] {
    const instance = this.checker.getPropertiesOfType(this.checker.getDeclaredTypeOfSymbol(owner));
    const statics = [...(owner.exports?.values() ?? [])].filter(({ name }) => name !== 'prototype');
    const constructors = [...(owner.members?.values() ?? [])].filter(({ name }) => name === '__constructor');
    return [...new Set([...instance, ...statics, ...constructors])]
      .filter((member) => member.declarations?.some(isOwn) && !isHidden(member))
      .map((member) => this.describe(owner, member));
  }

  hiddenBasesOf(owner: ts.Symbol): string[] {
    const clauses = (owner.declarations ?? [])
      .filter((one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one))
      .flatMap(({ heritageClauses = [] }) => [...heritageClauses]);
    return clauses
      .flatMap(({ types }) => [...types])
      .map(({ expression }) => this.checker.getSymbolAtLocation(expression))
      .filter((base): base is ts.Symbol => base !== undefined && this.isUnexported(base))
      .map((base) => `${owner.name} -> ${base.name}`);
  }

  private describe(owner: ts.Symbol, member: ts.Symbol): PublicMember {
    const isConstructor = member.name === '__constructor';
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
    return {
      name: `${owner.name}.${isConstructor ? 'constructor' : member.name}`,
      docs: isConstructor ? 'as the class' : this.docsOf(member),
      wantsDefault: isOptional && owner.name.endsWith('Props'),
      hasDefault: member.getJsDocTags(this.checker).some(({ name }) => name === 'default'),
      issues: (member.declarations ?? []).filter(isOwn).flatMap((declaration) => this.issuesIn(declaration)),
    };
  }

  private issuesIn(declaration: ts.Declaration): string[] {
    if (ts.isEnumMember(declaration)) return [];
    if (ts.isConstructorDeclaration(declaration))
      return declaration.parameters.flatMap((parameter) => this.issuesOfTyped(parameter));
    if (ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration))
      return [declaration, ...declaration.parameters].flatMap((typed) => this.issuesOfTyped(typed));
    if (ts.isPropertyDeclaration(declaration) || ts.isPropertySignature(declaration))
      return this.issuesOfTyped(declaration);
    if (ts.isGetAccessorDeclaration(declaration) || ts.isParameter(declaration))
      return this.issuesOfTyped(declaration);
    return [`unexpected ${ts.SyntaxKind[declaration.kind]}`];
  }

  private issuesOfTyped(declaration: ts.Declaration & { readonly type?: ts.TypeNode | undefined }): string[] {
    const { type } = declaration;
    return type === undefined ? ['a type that is not written'] : this.issuesOfType(type);
  }

  private issuesOfType(type: ts.TypeNode): string[] {
    const reported = (issue: string) => [`${issue}: ${type.getText()}`];
    if (ts.isUnionTypeNode(type)) {
      const others = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
      return others.length === 1 && others[0] !== undefined
        ? this.issuesOfType(others[0])
        : reported('a union');
    }
    if (ts.isArrayTypeNode(type)) return this.issuesOfType(type.elementType);
    if (ts.isTypeReferenceNode(type)) {
      if (type.typeArguments !== undefined) return reported('a generic type');
      const symbol = this.checker.getSymbolAtLocation(type.typeName);
      return symbol !== undefined && this.isUnexported(symbol) ? reported('a type that is not exported') : [];
    }
    return PLAIN.has(type.kind) ? [] : reported('a type that other languages do not have');
  }

  private isUnexported(symbol: ts.Symbol): boolean {
    const target = resolved(this.checker, symbol);
    return !this.exported.has(target) && (target.declarations?.some(isOwn) ?? false);
  }
}

const PLAIN: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.VoidKeyword,
]);

function isOwn(declaration: ts.Declaration): boolean {
  return !relative(ROOT, declaration.getSourceFile().fileName).includes('node_modules');
}

function isHidden(member: ts.Symbol): boolean {
  const isInternal = member.getJsDocTags(undefined).some(({ name }) => name === 'internal');
  return isInternal || (member.declarations ?? []).every(isPrivate);
}

function isPrivate(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
}

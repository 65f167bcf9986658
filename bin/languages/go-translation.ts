/**
 * Translates a TypeScript example to Go. The Go output of jsii-rosetta does not compile: it lacks package names before
 * types and nil for omitted parameters, and its package paths are wrong.
 */
import ts from 'typescript';

/** Go package of the CDK modules that examples import. */
const CDK = 'github.com/aws/aws-cdk-go/awscdk/v2';
const CONSTRUCTS = 'github.com/aws/constructs-go/constructs/v10';
const JSII = 'github.com/aws/jsii-runtime-go';

export interface GoOptions {
  readonly checker: ts.TypeChecker;
  /** npm name of this library, and the path of its Go package. */
  readonly library: { readonly npm: string; readonly go: string };
}

export interface Translation {
  readonly imports: readonly string[];
  readonly body: string;
}

export interface GoTranslation extends Translation {
  /** jsii names of the types that the example mentions or creates: `aws-cdk-lib.aws_ec2.IVpc`. */
  readonly types: readonly string[];
}

export function goOf(file: ts.SourceFile, options: GoOptions): GoTranslation {
  const writer = new GoWriter(file, options);
  const body = writer.statements(file.statements, 0).join('\n');
  return { imports: writer.imports(), body, types: writer.types() };
}

class GoWriter {
  private readonly packages = new Set<string>();
  private readonly named = new Set<string>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly options: GoOptions,
  ) {}

  imports(): string[] {
    const paths = [...this.packages].sort();
    return paths.length === 1
      ? [`import "${paths[0]}"`]
      : ['import (', ...paths.map((path) => `\t"${path}"`), ')'];
  }

  types(): string[] {
    return [...this.named].sort();
  }

  statements(statements: readonly ts.Statement[], depth: number): string[] {
    const kept = statements.filter(
      (one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one) && !ts.isEmptyStatement(one),
    );
    return kept.flatMap((statement, index) => [
      ...(index > 0 && this.followsEmptyLine(statement) ? [''] : []),
      ...this.comments(statement).map((line) => `${tabs(depth)}${line}`),
      `${tabs(depth)}${this.statement(statement, depth)}`,
    ]);
  }

  private statement(node: ts.Statement, depth: number): string {
    if (ts.isFunctionDeclaration(node)) return this.functionDeclaration(node, depth);
    if (ts.isExpressionStatement(node)) return this.expression(node.expression, depth);
    if (ts.isReturnStatement(node))
      return node.expression === undefined ? 'return' : `return ${this.expression(node.expression, depth)}`;
    if (ts.isVariableStatement(node)) return this.variable(node, depth);
    return this.refuse(node);
  }

  private variable(node: ts.VariableStatement, depth: number): string {
    const [declaration, ...others] = node.declarationList.declarations;
    if (declaration?.initializer === undefined || others.length > 0) return this.refuse(node);
    return `${declaration.name.getText(this.file)} := ${this.expression(declaration.initializer, depth)}`;
  }

  private functionDeclaration(node: ts.FunctionDeclaration, depth: number): string {
    const parameters = node.parameters.map(
      (one) => `${one.name.getText(this.file)} ${this.typeName(one.type, one)}`,
    );
    const isVoid = node.type === undefined || node.type.kind === ts.SyntaxKind.VoidKeyword;
    const result = isVoid ? '' : `${this.typeName(node.type, node)} `;
    const body = this.statements(node.body?.statements ?? [], depth + 1);
    const head = `func ${capital(node.name?.text ?? '')}(${parameters.join(', ')}) ${result}{`;
    return [head, ...body, `${tabs(depth)}}`].join('\n');
  }

  private expression(node: ts.Expression, depth: number): string {
    if (ts.isStringLiteralLike(node)) return `${this.jsii()}.String(${JSON.stringify(node.text)})`;
    if (ts.isNumericLiteral(node)) return `${this.jsii()}.Number(${node.text})`;
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
      return `${this.jsii()}.Boolean(${node.getText(this.file)})`;
    if (ts.isIdentifier(node)) return node.text;
    if (ts.isNewExpression(node)) {
      const { packageName, name } = this.typeIn(this.symbolAt(node.expression), node);
      return `${packageName}.New${name}(${this.parametersOf(node, depth)})`;
    }
    if (ts.isCallExpression(node))
      return `${this.member(node.expression, depth, true)}(${this.parametersOf(node, depth)})`;
    if (ts.isPropertyAccessExpression(node)) return this.member(node, depth, false);
    if (ts.isObjectLiteralExpression(node)) return this.struct(node, depth);
    if (ts.isArrayLiteralExpression(node)) return this.list(node, depth);
    return this.refuse(node);
  }

  /** Translates a method, a property, or an entry of an enum. */
  private member(node: ts.Expression, depth: number, isCalled: boolean): string {
    if (!ts.isPropertyAccessExpression(node)) return this.refuse(node);
    const name = node.name.text;
    const owner = ts.isIdentifier(node.expression) ? this.symbolAt(node.expression) : undefined;
    const isType = owner !== undefined && (owner.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Enum)) !== 0;
    if (isType) {
      const { packageName, name: type } = this.typeIn(owner, node);
      const isConstant = !isCalled && (owner.flags & ts.SymbolFlags.Class) !== 0;
      return `${packageName}.${type}_${capital(name)}${isConstant ? '()' : ''}`;
    }
    const left = this.expression(node.expression, depth);
    const ofStruct = isStruct(this.options.checker.getTypeAtLocation(node.expression).getSymbol());
    return `${left}.${capital(name)}${isCalled || ofStruct ? '' : '()'}`;
  }

  /** Go has no optional parameters, so each omitted one becomes nil. */
  private parametersOf(node: ts.NewExpression | ts.CallExpression, depth: number): string {
    const given = (node.arguments ?? []).map((one) => this.expression(one, depth));
    const declared = this.options.checker.getResolvedSignature(node)?.getParameters() ?? [];
    const left = declared.slice(given.length).filter((one) => !isRest(one));
    return [...given, ...left.map(() => 'nil')].join(', ');
  }

  private struct(node: ts.ObjectLiteralExpression, depth: number): string {
    const type = this.options.checker.getContextualType(node);
    const { packageName, name } = this.typeIn(nonNull(type)?.getSymbol(), node);
    const fields = node.properties.map((property) => {
      if (property.name === undefined || !ts.isIdentifier(property.name)) return this.refuse(property);
      const value = ts.isPropertyAssignment(property)
        ? this.expression(property.initializer, depth + 1)
        : ts.isShorthandPropertyAssignment(property)
          ? property.name.text
          : this.refuse(property);
      return `${tabs(depth + 1)}${capital(property.name.text)}: ${value},`;
    });
    return [`&${packageName}.${name}{`, ...fields, `${tabs(depth)}}`].join('\n');
  }

  private list(node: ts.ArrayLiteralExpression, depth: number): string {
    const { checker } = this.options;
    const type = nonNull(checker.getContextualType(node));
    const element = type && nonNull(checker.getIndexTypeOfType(type, ts.IndexKind.Number));
    const symbol = this.typeSymbol(element);
    const isString =
      element !== undefined &&
      (element.flags & ts.TypeFlags.StringLike) !== 0 &&
      (element.flags & ts.TypeFlags.EnumLike) === 0;
    const { packageName, name } = isString ? { packageName: '', name: 'string' } : this.typeIn(symbol, node);
    const star = isString || isStruct(symbol) ? '*' : '';
    const head = `&[]${star}${packageName === '' ? '' : `${packageName}.`}${name}{`;
    if (node.elements.length === 0) return `${head}}`;
    const elements = node.elements.map((one) => `${tabs(depth + 1)}${this.expression(one, depth + 1)},`);
    return [head, ...elements, `${tabs(depth)}}`].join('\n');
  }

  private typeName(type: ts.TypeNode | undefined, at: ts.Node): string {
    if (type === undefined || !ts.isTypeReferenceNode(type)) return this.refuse(at);
    const { packageName, name } = this.typeIn(this.symbolAt(type.typeName), at);
    return `${packageName}.${name}`;
  }

  /** Name and package of a type of the CDK or this library; adds the package to the imports. */
  private typeIn(symbol: ts.Symbol | undefined, at: ts.Node): { packageName: string; name: string } {
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
    const [, npm = '', folder = ''] = /.*\/node_modules\/([^/]+)\/([^/]+)\//.exec(file) ?? [];
    const path = this.goPath(npm, folder);
    if (symbol === undefined || path === undefined) return this.refuse(at);
    this.packages.add(path);
    const submodule = npm === 'aws-cdk-lib' && folder !== 'core' ? `.${folder.replaceAll('-', '_')}` : '';
    this.named.add(`${npm}${submodule}.${symbol.name}`);
    const packageName =
      path
        .split('/')
        .filter((part) => !/^v\d+$/.test(part))
        .at(-1) ?? '';
    return { packageName, name: capital(symbol.name) };
  }

  private goPath(npm: string, folder: string): string | undefined {
    if (npm === this.options.library.npm) return this.options.library.go;
    if (npm === 'constructs') return CONSTRUCTS;
    if (npm !== 'aws-cdk-lib') return undefined;
    return folder === 'core' ? CDK : `${CDK}/${folder.replaceAll('-', '')}`;
  }

  private jsii(): string {
    this.packages.add(JSII);
    return 'jsii';
  }

  private symbolAt(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.options.checker.getSymbolAtLocation(node);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? this.options.checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** An enum with one entry has the type of the entry. */
  private typeSymbol(type: ts.Type | undefined): ts.Symbol | undefined {
    const symbol = type?.aliasSymbol ?? type?.getSymbol();
    const entry = symbol?.declarations?.[0];
    return entry !== undefined && ts.isEnumMember(entry) ? this.symbolAt(entry.parent.name) : symbol;
  }

  private comments(node: ts.Node): string[] {
    const text = this.file.text;
    return (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).map(({ pos, end }) =>
      text.slice(pos, end),
    );
  }

  private followsEmptyLine(node: ts.Node): boolean {
    return /\n[ \t]*\n/.test(this.file.text.slice(node.getFullStart(), node.getStart(this.file)));
  }

  private refuse(node: ts.Node): never {
    const text = node.getText(this.file);
    throw new Error(
      `no Go is known for ${ts.SyntaxKind[node.kind]}, received "${text}": write the example without it, or teach bin/languages/go-translation.ts`,
    );
  }
}

/** jsii's rule: an interface is a struct unless its name has the form of `IVpc`. */
function isStruct(symbol: ts.Symbol | undefined): boolean {
  return (
    symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0 && !/^I[A-Z]/.test(symbol.name)
  );
}

function isRest(parameter: ts.Symbol): boolean {
  const declaration = parameter.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
}

/** The type of an optional property includes undefined, which Go has no counterpart for. */
function nonNull(type: ts.Type | undefined): ts.Type | undefined {
  return type?.getNonNullableType();
}

function capital(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function tabs(depth: number): string {
  return '\t'.repeat(depth);
}

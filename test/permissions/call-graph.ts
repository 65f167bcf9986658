/**
 * Finds the AWS calls that code can make. It follows the sources from an entry point, with the compiler's information
 * about each name. Bundles are too coarse for that: an adapter is one object, so code that reads with it also contains
 * its writes.
 *
 * A member of an object or class is included if reachable code creates the object, and reachable code uses a member of
 * this name on a type that the object may have.
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An AWS operation that code can call, with a command class of the SDK or by name through a {@link JsonService}. */
export interface SdkCall {
  /** `ssm`, as in `@aws-sdk/client-ssm`. */
  readonly client: string;
  /** `PutParameter`, of `PutParameterCommand`. */
  readonly operation: string;
  /** Members of the given enumeration that the same member of an adapter uses, which show the resource of the call. */
  readonly about: ReadonlySet<string>;
  /** Source location, for messages. */
  readonly place: string;
}

export interface ReachOptions {
  /** Functions, and members of what a function creates (`createThing.member`), that are not used. */
  readonly without?: ReadonlySet<string>;
  /** Name of the enumeration whose members show the resource of a call. */
  readonly aboutEnumeration?: string;
}

/** The project's sources, loaded by the compiler. Loading takes seconds, so it is done once per test file. */
export class Sources {
  readonly checker: ts.TypeChecker;
  private readonly program: ts.Program;

  constructor(entries: readonly string[]) {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
    this.program = ts.createProgram(
      entries.map((entry) => join(ROOT, entry)),
      options,
    );
    this.checker = this.program.getTypeChecker();
  }

  file(path: string): ts.SourceFile {
    const found = this.program.getSourceFile(join(ROOT, path));
    if (found === undefined) throw new Error(`No source ${path}`);
    return found;
  }

  /** A top-level function of a file. */
  functionIn(path: string, name: string): ts.Node {
    const found = this.file(path).statements.find((statement) => nameOf(statement) === name);
    if (found === undefined) throw new Error(`No function ${name} in ${path}`);
    return found;
  }

  /** True if a name in `without` exists. */
  knows(pathName: string): boolean {
    const holds = (node: ts.Node): boolean =>
      pathNameOf(node) === pathName || ts.forEachChild(node, (child) => holds(child) || undefined) === true;
    return this.program.getSourceFiles().some((file) => isOwn(file) && holds(file));
  }

  /** Declarations of a name, resolved through imports and exports. */
  declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const { checker } = this;
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
  }
}

/** @returns the calls that these files or functions can make */
export function callsFrom(
  sources: Sources,
  entries: readonly ts.Node[],
  options: ReachOptions = {},
): SdkCall[] {
  const objects = new Objects(sources.checker);
  const closures = entries.map((entry) => new Closure(sources, objects, options, entry));
  const followed = new Set<ts.Node>();
  for (;;) {
    const next = objects.usedMembers().filter((member) => !followed.has(member));
    if (next.length === 0) return closures.flatMap(({ calls }) => calls);
    for (const member of next) {
      followed.add(member);
      closures.push(new Closure(sources, objects, options, member));
    }
  }
}

interface Made {
  readonly of: ts.Type;
  /** Type that the context of the creation expects. */
  readonly as: ts.Type | undefined;
  readonly name: string;
}

/** Created objects with their members, and uses of members. */
class Objects {
  private readonly members = new Map<ts.Node, Made>();
  /** Types on which a member of this name is used. */
  private readonly uses = new Map<string, Set<ts.Type>>();
  /** Tables of functions that are accessed by a computed name. */
  private readonly tables = new Set<ts.Type>();
  private readonly used = new Set<ts.Node>();

  constructor(private readonly checker: ts.TypeChecker) {}

  make(of: ts.Type, name: string, member: ts.Node, as?: ts.Type): void {
    this.members.set(member, { of: this.checker.getWidenedType(of), as, name });
  }

  use(receiver: ts.Type, name: string): void {
    const { checker } = this;
    const type = checker.getNonNullableType(checker.getBaseConstraintOfType(receiver) ?? receiver);
    this.uses.set(name, (this.uses.get(name) ?? new Set()).add(type));
  }

  /** Records a use by a computed name. */
  useAny(receiver: ts.Type): void {
    for (const { name } of receiver.getProperties()) this.use(receiver, name);
    const values = receiver.getStringIndexType()?.getCallSignatures() ?? [];
    if (values.length > 0) this.tables.add(receiver);
  }

  usedMembers(): ts.Node[] {
    for (const [node, made] of this.members) {
      if (this.used.has(node)) continue;
      const receivers = [...(this.uses.get(made.name) ?? []), ...this.tables];
      if (receivers.some((receiver) => this.mayBe(made, receiver))) this.used.add(node);
    }
    return [...this.used];
  }

  /** Type arguments of generic interfaces are ignored, because generic code has only type parameters. */
  private mayBe({ of, as }: Made, receiver: ts.Type): boolean {
    const isSameInterface = as?.symbol !== undefined && isInterface(as) && as.symbol === receiver.symbol;
    return isSameInterface || this.checker.isTypeAssignableTo(of, receiver);
  }
}

function isInterface({ symbol }: ts.Type): boolean {
  return (symbol.flags & ts.SymbolFlags.Interface) !== 0;
}

const SDK_CLIENT = /\/@aws-sdk\/client-([a-z0-9-]+)\//;

/**
 * A piece of code with everything that it calls by name. The objects that it creates and the members that it uses are
 * recorded in `Objects`.
 */
class Closure {
  private readonly found: Omit<SdkCall, 'about'>[] = [];
  private readonly about = new Set<string>();
  private readonly reached = new Set<ts.Node>();

  constructor(
    private readonly sources: Sources,
    private readonly objects: Objects,
    private readonly options: ReachOptions,
    root: ts.Node,
  ) {
    this.reach(root);
  }

  get calls(): SdkCall[] {
    return this.found.map((call) => ({ ...call, about: this.about }));
  }

  private reach(node: ts.Node): void {
    if (this.reached.has(node) || this.options.without?.has(pathNameOf(node))) return;
    this.reached.add(node);
    if (ts.isClassLike(node)) this.makeClass(node);
    else ts.forEachChild(node, (child) => this.visit(child));
  }

  private visit(node: ts.Node): void {
    // Declared code runs only when it is called.
    if (ts.isTypeNode(node) || isDeclaration(node) || isLater(node)) return;
    if (ts.isNewExpression(node)) this.noteCommand(node);
    if (ts.isCallExpression(node)) this.noteJsonCall(node);
    if (ts.isElementAccessExpression(node)) this.useElement(node);
    if (ts.isBindingElement(node)) this.useBinding(node);
    if (ts.isIdentifier(node)) this.follow(node);
    else if (ts.isObjectLiteralExpression(node)) this.makeObject(node);
    else if (ts.isPropertyAccessExpression(node)) this.useProperty(node);
    else ts.forEachChild(node, (child) => this.visit(child));
  }

  private makeObject(literal: ts.ObjectLiteralExpression): void {
    const type = this.sources.checker.getTypeAtLocation(literal);
    const as = this.sources.checker.getContextualType(literal);
    for (const property of literal.properties) {
      const isMember = functionOf(property) !== undefined || this.namesFunction(property);
      if (isMember) this.objects.make(type, nameOf(property), property, as);
      else this.visit(property);
    }
  }

  /** True for `{ look }` or `{ look: lookAtLink }` with the name of a function. */
  private namesFunction(property: ts.ObjectLiteralElementLike): boolean {
    const name = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    if (name === undefined || !ts.isIdentifier(name)) return false;
    return this.sources
      .declarationsOf(name)
      .some((declaration) => isOwn(declaration) && isLater(declaration));
  }

  private makeClass(node: ts.ClassLikeDeclaration): void {
    const type = this.sources.checker.getTypeAtLocation(node);
    for (const clause of node.heritageClauses ?? [])
      if (clause.token === ts.SyntaxKind.ExtendsKeyword)
        for (const { expression } of clause.types) this.visit(expression);
    for (const member of node.members) {
      if (functionOf(member) === undefined) ts.forEachChild(member, (child) => this.visit(child));
      else this.objects.make(type, nameOf(member), member);
    }
  }

  private useProperty({ expression, name }: ts.PropertyAccessExpression): void {
    if (ts.isIdentifier(expression) && expression.text === this.options.aboutEnumeration)
      this.about.add(name.text);
    this.objects.use(this.sources.checker.getTypeAtLocation(expression), name.text);
    this.follow(name);
    this.visit(expression);
  }

  private useElement({ expression, argumentExpression }: ts.ElementAccessExpression): void {
    const type = this.sources.checker.getTypeAtLocation(expression);
    if (ts.isStringLiteralLike(argumentExpression)) this.objects.use(type, argumentExpression.text);
    else if (!this.sources.checker.isArrayLikeType(type)) this.objects.useAny(type);
  }

  private useBinding(element: ts.BindingElement): void {
    if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken !== undefined) return;
    const name = element.propertyName ?? element.name;
    if (ts.isIdentifier(name))
      this.objects.use(this.sources.checker.getTypeAtLocation(element.parent), name.text);
  }

  private follow(name: ts.Node): void {
    for (const declaration of this.sources.declarationsOf(name)) {
      if (!isOwn(declaration)) continue;
      const isCode =
        ts.isFunctionDeclaration(declaration) ||
        ts.isClassLike(declaration) ||
        ts.isVariableDeclaration(declaration) ||
        functionOf(declaration) !== undefined;
      if (isCode) this.reach(declaration);
    }
  }

  private noteCommand({ expression }: ts.NewExpression): void {
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    for (const declaration of this.sources.declarationsOf(name)) {
      const [, client] = SDK_CLIENT.exec(declaration.getSourceFile().fileName) ?? [];
      const [, operation] = /^(\w+)Command$/.exec(nameOf(declaration)) ?? [];
      if (client === undefined || operation === undefined) continue;
      this.note(client, operation, expression);
    }
  }

  /** Records `client.call('PutParameter', …)` if the client's operations have the SDK's types. */
  private noteJsonCall({ expression, arguments: [operation] }: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'call') return;
    const { checker } = this.sources;
    const service = checker.getTypeAtLocation(expression.expression);
    if (service.symbol?.name !== 'JsonService') return;
    if (operation === undefined || !ts.isStringLiteral(operation))
      throw new Error(`Not a literal operation: ${expression.parent.getText()}`);
    const [operations] = checker.getTypeArguments(service as ts.TypeReference);
    for (const declaration of operations?.getProperty(operation.text)?.declarations ?? [])
      for (const client of this.clientsOf(declaration, operations))
        this.note(client, operation.text, expression);
  }

  /**
   * Clients by the SDK's types, or by the name of the operations (`DynamoDbOperations`) if they do not use these types.
   */
  private clientsOf(declaration: ts.Node, operations: ts.Type | undefined): Iterable<string> {
    const named = this.clientsNamedIn(declaration);
    const [, own] = /^(\w+)Operations$/.exec(operations?.symbol?.name ?? '') ?? [];
    return named.size > 0 || own === undefined ? named : [own.toLowerCase()];
  }

  private clientsNamedIn(node: ts.Node): Set<string> {
    const clients = new Set<string>();
    const visit = (child: ts.Node): void => {
      for (const { fileName } of this.sources.declarationsOf(child).map((found) => found.getSourceFile())) {
        const [, client] = SDK_CLIENT.exec(fileName) ?? [];
        if (client !== undefined) clients.add(client);
      }
      ts.forEachChild(child, visit);
    };
    ts.forEachChild(node, visit);
    return clients;
  }

  private note(client: string, operation: string, at: ts.Node): void {
    this.found.push({ client, operation, place: relative(ROOT, at.getSourceFile().fileName) });
  }
}

function isOwn(node: ts.Node): boolean {
  const { fileName, isDeclarationFile } = node.getSourceFile();
  return !isDeclarationFile && !fileName.includes('/node_modules/');
}

function isDeclaration(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

/** True for a function or class with its own name. */
function isLater(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return true;
  return ts.isVariableDeclaration(node) && node.initializer !== undefined && isFunction(node.initializer);
}

/** The code that runs when a member is used. */
function functionOf(member: ts.Node): ts.Node | undefined {
  if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) return member;
  if (!ts.isPropertyAssignment(member) && !ts.isPropertyDeclaration(member)) return undefined;
  return member.initializer !== undefined && isFunction(member.initializer) ? member.initializer : undefined;
}

function isFunction(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function nameOf(node: ts.Node): string {
  const { name } = node as ts.Node & { readonly name?: ts.Node };
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : '';
}

/** `createThing`, or `createThing.member` for a member of its result. */
function pathNameOf(node: ts.Node): string {
  if (!ts.isObjectLiteralElementLike(node)) return nameOf(node);
  const maker = ts.findAncestor(node, ts.isFunctionDeclaration);
  return `${maker === undefined ? '' : nameOf(maker)}.${nameOf(node)}`;
}

/**
 * Which AWS calls can code make? Follows the sources from an entry, by what the compiler knows of each name. A bundle is
 * too coarse for that: an adapter's calls stand in one object, so that whoever reads with it carries what writes, too.
 *
 * A member of an object or class counts as soon as code that can run makes the object, and code that can run uses a
 * member of this name, of something that the object may be.
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An operation of AWS that code can call: by a command class of the SDK, or by name through a {@link JsonService}. */
export interface SdkCall {
  /** `ssm`, as in `@aws-sdk/client-ssm`. */
  readonly client: string;
  /** `PutParameter`, of `PutParameterCommand`. */
  readonly operation: string;
  /** Members of the given enumeration that the same member of an adapter uses: what the call is about. */
  readonly about: ReadonlySet<string>;
  /** Where it stands, for people. */
  readonly place: string;
}

export interface ReachOptions {
  /** Functions, and members of what a function makes (`createThing.member`), that are not used. */
  readonly without?: ReadonlySet<string>;
  /** Name of an enumeration whose members say what a call is about. */
  readonly aboutEnumeration?: string;
}

/** Sources of the project as the compiler sees them: seconds to load, so once for a test file. */
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

  /** A function that stands at the top of a file. */
  functionIn(path: string, name: string): ts.Node {
    const found = this.file(path).statements.find((statement) => nameOf(statement) === name);
    if (found === undefined) throw new Error(`No function ${name} in ${path}`);
    return found;
  }

  /** Whether a name of `without` stands for anything. */
  knows(pathName: string): boolean {
    const holds = (node: ts.Node): boolean =>
      pathNameOf(node) === pathName || ts.forEachChild(node, (child) => holds(child) || undefined) === true;
    return this.program.getSourceFiles().some((file) => isOwn(file) && holds(file));
  }

  /** What a name stands for, through imports and exports. */
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

/** @returns calls that can be made once these files or functions run */
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
  /** What the place takes where it is made. */
  readonly as: ts.Type | undefined;
  readonly name: string;
}

/** Made objects with their members, and uses of members. */
class Objects {
  private readonly members = new Map<ts.Node, Made>();
  /** Types of which a member of this name is used. */
  private readonly uses = new Map<string, Set<ts.Type>>();
  /** Tables of functions by a computed name. */
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

  /** By a name that is computed. */
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

  /** Of a generic interface, whatever its arguments are: code that is generic itself has no others than parameters. */
  private mayBe({ of, as }: Made, receiver: ts.Type): boolean {
    const isSameInterface = as?.symbol !== undefined && isInterface(as) && as.symbol === receiver.symbol;
    return isSameInterface || this.checker.isTypeAssignableTo(of, receiver);
  }
}

function isInterface({ symbol }: ts.Type): boolean {
  return (symbol.flags & ts.SymbolFlags.Interface) !== 0;
}

const SDK_CLIENT = /\/@aws-sdk\/client-([a-z0-9-]+)\//;

/** A piece of code, with all that it calls by name. What it makes and what it uses is noted in the objects. */
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
    // What is declared runs when it is named.
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

  /** `{ look }` or `{ look: lookAtLink }`, of a function with that name. */
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

  /** `client.call('PutParameter', …)`, where the operations of the client are written in the SDK's types. */
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

  /** By the SDK's types, or by the operations' own name (`DynamoDbOperations`), where no client of the SDK is there. */
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

/** A function or class with a name of its own. */
function isLater(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return true;
  return ts.isVariableDeclaration(node) && node.initializer !== undefined && isFunction(node.initializer);
}

/** The code of a member that runs when somebody uses it. */
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

/** `createThing`, or `createThing.member` of what it makes. */
function pathNameOf(node: ts.Node): string {
  if (!ts.isObjectLiteralElementLike(node)) return nameOf(node);
  const maker = ts.findAncestor(node, ts.isFunctionDeclaration);
  return `${maker === undefined ? '' : nameOf(maker)}.${nameOf(node)}`;
}

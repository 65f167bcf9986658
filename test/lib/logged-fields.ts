/** Fields that the functions log, resolved by the compiler through spreads and variables. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../docs/documents.js';

const LEVELS = ['debug', 'info', 'warn', 'error'];

export interface LoggedFields {
  /** Fields by message of the log line. */
  readonly byMessage: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids in all later lines of an invocation, if they are set by a literal. */
  readonly correlated: ReadonlySet<string>;
}

export function loggedFields(): LoggedFields {
  const folder = join(ROOT, 'lambda');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
  const program = ts.createProgram(files, {
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
  });
  const checker = program.getTypeChecker();
  const byMessage = new Map<string, Set<string>>();
  const correlated = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) takeCall(node);
    ts.forEachChild(node, visit);
  };
  const takeCall = ({ expression, arguments: [first, second] }: ts.CallExpression): void => {
    if (first === undefined) return;
    if (isLogCall(expression)) {
      const fields = second === undefined ? [] : fieldsOf(checker, second);
      for (const message of literalsOf(first))
        byMessage.set(message, new Set([...(byMessage.get(message) ?? []), ...fields]));
    } else if (/(^|\.)correlate$/.test(expression.getText())) {
      for (const field of fieldsOf(checker, first)) correlated.add(field);
    }
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source !== undefined) visit(source);
  }
  return { byMessage, correlated };
}

function isLogCall(expression: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    LEVELS.includes(expression.name.text) &&
    /(^|\.)log$/.test(expression.expression.getText())
  );
}

function literalsOf(message: ts.Expression): string[] {
  if (ts.isStringLiteral(message)) return [message.text];
  if (ts.isConditionalExpression(message))
    return [...literalsOf(message.whenTrue), ...literalsOf(message.whenFalse)];
  return [];
}

function fieldsOf(checker: ts.TypeChecker, fields: ts.Expression): string[] {
  const type = checker.getTypeAtLocation(fields);
  const members = type.isUnion() ? type.types : [type];
  return members.flatMap((member) => checker.getPropertiesOfType(member).map(({ name }) => name));
}

/** IAM as far as the template uses it: identity policies of roles. What is not known here is an error. */

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A call as IAM sees it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys with their values. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

export class Permissions {
  private readonly statements = new Map<string, Statement[]>();

  attach(roleArn: string, statements: readonly Statement[]): void {
    this.statements.set(roleArn, [...(this.statements.get(roleArn) ?? []), ...statements]);
  }

  allows(roleArn: string, request: Request): boolean {
    const applying = (this.statements.get(roleArn) ?? []).filter((statement) => applies(statement, request));
    return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
  }
}

function applies(statement: Statement, request: Request): boolean {
  return (
    [statement.Action].flat().some((pattern) => likes(pattern, request.action)) &&
    [statement.Resource].flat().some((pattern) => likes(pattern, request.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => holds(operator, keys, request))
  );
}

function holds(
  operator: string,
  keys: Readonly<Record<string, string | readonly string[]>>,
  { context }: Request,
): boolean {
  return Object.entries(keys).every(([key, allowed]) => {
    const values = context[key] ?? [];
    const patterns = [allowed].flat();
    switch (operator) {
      case 'ForAllValues:StringEquals':
        return values.every((value) => patterns.includes(value));
      case 'ForAllValues:StringLike':
        return values.every((value) => patterns.some((pattern) => likes(pattern, value)));
      case 'StringEquals':
        return values.some((value) => patterns.includes(value));
      case 'StringLike':
      case 'ArnLike':
        return values.some((value) => patterns.some((pattern) => likes(pattern, value)));
      default:
        throw new Error(`Condition operator not known here: ${operator}`);
    }
  });
}

/** `*` and `?` as in IAM. */
function likes(pattern: string, value: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(value);
}

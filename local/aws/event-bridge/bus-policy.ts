import { ResourcePolicy, type ResourceStatement } from '../iam/resource-policy.js';
import { AwsError } from '../protocol/aws-error.js';

/** EventBridge's quota for the size of a bus policy, in characters. */
const MOST_CHARACTERS = 10_240;

/** The resource policy of an event bus. Each of its statements has an id. */
export class BusPolicy {
  private readonly statements = new Map<string, ResourceStatement>();
  private compiled = new ResourcePolicy([]);

  /** @throws AwsError PolicyLengthExceededException */
  put(statementId: string, statement: ResourceStatement): void {
    const after = new Map(this.statements).set(statementId, { ...statement, Sid: statementId });
    if (textOf([...after.values()]).length > MOST_CHARACTERS)
      throw new AwsError(
        'PolicyLengthExceededException',
        `The resource policy of the event bus exceeds ${MOST_CHARACTERS} characters.`,
      );
    this.compiled = new ResourcePolicy([...after.values()]);
    this.statements.set(statementId, statement);
  }

  remove(statementId: string): void {
    this.statements.delete(statementId);
    this.compiled = new ResourcePolicy([...this.statements.values()]);
  }

  get asResourcePolicy(): ResourcePolicy {
    return this.compiled;
  }

  /** The policy as JSON; undefined without statements. */
  get text(): string | undefined {
    const { statements } = this.compiled;
    return statements.length === 0 ? undefined : textOf(statements);
  }
}

function textOf(statements: readonly ResourceStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

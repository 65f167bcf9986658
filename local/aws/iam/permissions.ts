/** Identity policies of roles. */
import {
  type CompiledStatement,
  compileStatement,
  type Decision,
  decideBy,
  type Request,
  type Statement,
} from './statement.js';

export type { Decision, Request, Statement } from './statement.js';

export class Permissions {
  private readonly statements = new Map<string, CompiledStatement[]>();

  /**
   * @returns a function that detaches these statements
   * @throws Error naming a statement that IAM refuses or that is not simulated
   */
  attach(roleArn: string, statements: readonly Statement[]): () => void {
    const compiled = statements.map(compileStatement);
    this.statements.set(roleArn, [...(this.statements.get(roleArn) ?? []), ...compiled]);
    return () => {
      const left = (this.statements.get(roleArn) ?? []).filter((statement) => !compiled.includes(statement));
      this.statements.set(roleArn, left);
    };
  }

  decide(roleArn: string, request: Request): Decision {
    return decideBy(this.statements.get(roleArn) ?? [], request);
  }

  allows(roleArn: string, request: Request): boolean {
    return this.decide(roleArn, request) === 'allowed';
  }
}

import { AwsError } from '../protocol/aws-error.js';

export interface TemplateRule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

/** The sections `Conditions` and `Rules` of a template. */
export class Conditions {
  constructor(
    private readonly declared: Readonly<Record<string, unknown>>,
    private readonly resolve: (value: unknown) => unknown,
  ) {}

  holds(name: string): boolean {
    if (!(name in this.declared)) throw new Error(`No condition ${name} in the template`);
    return this.isTrue(this.declared[name]);
  }

  /** @param argument of `Fn::If` */
  choose(argument: unknown): unknown {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return this.holds(name) ? yes : no;
  }

  /** @throws AwsError ValidationError before any resource is created */
  assertRules(rules: Readonly<Record<string, TemplateRule>>): void {
    for (const [name, { RuleCondition, Assertions }] of Object.entries(rules)) {
      if (RuleCondition !== undefined && !this.isTrue(RuleCondition)) continue;
      const violated = Assertions.find(({ Assert }) => !this.isTrue(Assert));
      if (violated !== undefined)
        throw new AwsError(
          'ValidationError',
          `Rule ${name}: ${violated.AssertDescription ?? 'violated'}`,
          400,
        );
    }
  }

  private isTrue(expression: unknown): boolean {
    const [[name = '', argument] = []] = Object.entries(expression as object);
    const parts = [argument].flat();
    switch (name) {
      case 'Fn::And':
        return parts.every((part) => this.isTrue(part));
      case 'Fn::Or':
        return parts.some((part) => this.isTrue(part));
      case 'Fn::Not':
        return !this.isTrue(parts[0]);
      case 'Fn::Equals':
        return String(this.resolve(parts[0])) === String(this.resolve(parts[1]));
      case 'Fn::Contains':
        return this.contains(argument as [unknown, unknown]);
      case 'Condition':
        return this.holds(String(argument));
      default:
        throw new Error(`Condition function is not simulated: ${name}`);
    }
  }

  private contains([list, value]: [unknown, unknown]): boolean {
    return [this.resolve(list)]
      .flat()
      .map(String)
      .includes(String(this.resolve(value)));
  }
}

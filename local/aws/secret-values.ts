/** Secrets of the account by name; found by name, partial ARN or complete ARN. */
export class SecretValues {
  private readonly secrets = new Map<string, string>();

  constructor(
    private readonly account: string,
    private readonly region: string,
  ) {}

  put(name: string, value: object | string): void {
    this.secrets.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }

  remove(name: string): void {
    this.secrets.delete(name);
  }

  arnOf(name: string): string {
    return `arn:aws:secretsmanager:${this.region}:${this.account}:secret:${name}-A1b2C3`;
  }

  find(
    secretId: string,
  ): { readonly name: string; readonly arn: string; readonly value: string } | undefined {
    for (const [name, value] of this.secrets) {
      const arn = this.arnOf(name);
      if ([name, arn, arn.slice(0, -7)].includes(secretId)) return { name, arn, value };
    }
    return undefined;
  }
}

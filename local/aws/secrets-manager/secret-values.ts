import { randomUUID } from 'node:crypto';
import { machineClock, type WorldClock } from '../../atlas/clock.js';
import { SecretUpdateRate } from './secret-update-rate.js';

interface Found {
  readonly name: string;
  readonly arn: string;
  readonly value: string;
  readonly versionId: string;
}

/** Secrets of the account, found by name, partial ARN or complete ARN. */
export class SecretValues {
  private readonly secrets = new Map<string, string>();
  /** Current version id of each secret, and all earlier ones. */
  private readonly versions = new Map<string, string[]>();
  /** Updates by callers of the API. */
  readonly updates: SecretUpdateRate;

  constructor(
    private readonly account: string,
    private readonly region: string,
    clock: WorldClock = machineClock,
  ) {
    this.updates = new SecretUpdateRate(clock);
  }

  put(name: string, value: object | string): void {
    this.putVersion(name, randomUUID(), typeof value === 'string' ? value : JSON.stringify(value));
  }

  /** @returns false if the secret has or had a version with this id */
  putVersion(name: string, versionId: string, value: string): boolean {
    const versions = this.versions.get(name) ?? [];
    if (versions.includes(versionId))
      return versions.at(-1) === versionId && this.secrets.get(name) === value;
    this.versions.set(name, [...versions, versionId]);
    this.secrets.set(name, value);
    return true;
  }

  hasVersion(name: string, versionId: string): boolean {
    return this.versions.get(name)?.includes(versionId) ?? false;
  }

  remove(name: string): void {
    this.secrets.delete(name);
  }

  arnOf(name: string): string {
    return `arn:aws:secretsmanager:${this.region}:${this.account}:secret:${name}-A1b2C3`;
  }

  find(secretId: string): Found | undefined {
    for (const [name, value] of this.secrets) {
      const arn = this.arnOf(name);
      if ([name, arn, arn.slice(0, -7)].includes(secretId))
        return { name, arn, value, versionId: this.versions.get(name)?.at(-1) ?? '' };
    }
    return undefined;
  }
}

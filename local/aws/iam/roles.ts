import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.js';
import { ResourcePolicy, type ResourceStatement } from './resource-policy.js';

export interface LocalRole {
  readonly arn: string;
  readonly name: string;
  /** A role that is re-created under the same name has a different unique id. */
  readonly uniqueId: string;
  readonly trust: ResourcePolicy;
  readonly maxSessionSeconds: number;
  /** Tags of the role, which are `aws:PrincipalTag/<key>` in its calls. */
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewRole {
  readonly arn: string;
  readonly trust: readonly ResourceStatement[];
  /** Default: one hour, which is IAM's default. */
  readonly maxSessionSeconds?: number | undefined;
  /** Default: none. */
  readonly tags?: ReadonlyMap<string, string> | undefined;
}

const DEFAULT_SESSION_SECONDS = 3600;

/** The roles of an account, which exist in all Regions. */
export class Roles {
  private readonly roles = new Map<string, LocalRole>();

  get(roleArn: string): LocalRole | undefined {
    return this.roles.get(roleArn);
  }

  /** @throws AwsError EntityAlreadyExists if the account has a role of this name */
  create(role: NewRole): LocalRole {
    const { arn } = role;
    if (this.roles.has(arn))
      throw new AwsError('EntityAlreadyExists', `Role with name ${nameOf(arn)} already exists.`, 409);
    return this.put(role);
  }

  /** Creates or updates the role. An existing role keeps its unique id. */
  put({ arn, trust, maxSessionSeconds = DEFAULT_SESSION_SECONDS, tags = new Map() }: NewRole): LocalRole {
    const uniqueId = this.roles.get(arn)?.uniqueId ?? `AROA${randomUUID().slice(-12).toUpperCase()}`;
    const policy = new ResourcePolicy(trust);
    const role = { arn, name: nameOf(arn), uniqueId, trust: policy, maxSessionSeconds, tags };
    this.roles.set(arn, role);
    return role;
  }

  /** @returns the deleted role; undefined if it did not exist */
  delete(roleArn: string): LocalRole | undefined {
    const role = this.roles.get(roleArn);
    this.roles.delete(roleArn);
    return role;
  }
}

function nameOf(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? roleArn;
}

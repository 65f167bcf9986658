import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocol/aws-error.js';
import { ResourcePolicy, type ResourceStatement } from './resource-policy.js';

export interface LocalRole {
  readonly arn: string;
  readonly name: string;
  /** Another one for a role that is made again under the same name. */
  readonly uniqueId: string;
  readonly trust: ResourcePolicy;
  readonly maxSessionSeconds: number;
  /** Tags: `aws:PrincipalTag/<key>` of calls with the role. */
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewRole {
  readonly arn: string;
  readonly trust: readonly ResourceStatement[];
  /** Default: an hour, as IAM has it. */
  readonly maxSessionSeconds?: number | undefined;
  /** Default: none. */
  readonly tags?: ReadonlyMap<string, string> | undefined;
}

const DEFAULT_SESSION_SECONDS = 3600;

/** The roles of an account, which are there in all of its Regions. */
export class Roles {
  private readonly roles = new Map<string, LocalRole>();

  get(roleArn: string): LocalRole | undefined {
    return this.roles.get(roleArn);
  }

  /** @throws AwsError EntityAlreadyExists where the account has a role of this name */
  create(role: NewRole): LocalRole {
    const { arn } = role;
    if (this.roles.has(arn))
      throw new AwsError('EntityAlreadyExists', `Role with name ${nameOf(arn)} already exists.`, 409);
    return this.put(role);
  }

  /** The role as it is from now on; a role that exists keeps its unique id. */
  put({ arn, trust, maxSessionSeconds = DEFAULT_SESSION_SECONDS, tags = new Map() }: NewRole): LocalRole {
    const uniqueId = this.roles.get(arn)?.uniqueId ?? `AROA${randomUUID().slice(-12).toUpperCase()}`;
    const policy = new ResourcePolicy(trust);
    const role = { arn, name: nameOf(arn), uniqueId, trust: policy, maxSessionSeconds, tags };
    this.roles.set(arn, role);
    return role;
  }

  /** @returns the role that is no more; undefined where there was none */
  delete(roleArn: string): LocalRole | undefined {
    const role = this.roles.get(roleArn);
    this.roles.delete(roleArn);
    return role;
  }
}

function nameOf(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? roleArn;
}

import type { Caller } from '../iam/caller.js';
import type { ResourcePolicy } from '../iam/resource-policy.js';
import type { AwsCall } from '../protocol/aws-call.js';

/** The policy of the resource that a call is about. */
export interface AskedPolicy {
  /** Undefined for a resource without a policy, and for one that does not exist. */
  readonly policy: ResourcePolicy | undefined;
  /** Account of the resource. */
  readonly account: string;
  /** The policy has to allow also what the account's own identities ask for, as that of a role. Default false. */
  readonly isNeeded?: boolean;
}

export interface Authorization {
  /** Another action than the call's own, where a call needs two. */
  readonly action?: string;
  /** Condition keys with their values. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** Default: the resource is of the caller's account and has no policy. */
  readonly resourcePolicy?: AskedPolicy;
}

export interface ApiRequest extends AwsCall {
  readonly caller: Caller;
  /** @throws AwsError when policies do not allow the caller the action on the resource */
  authorize(resource: string, authorization?: Authorization): void;
}

/** @throws AwsError */
export type ApiAction<Stores> = (request: ApiRequest, stores: Stores) => unknown;

/** What a service can do here, by the name that IAM has for it, with the stores that it works on. */
export type ApiActions<Stores> = Readonly<Record<string, ApiAction<Stores>>>;

/** A field that may be left out. */
export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

export interface TokenPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** A page of a JSON API, with an opaque token for the next. */
export function tokenPage<Item>(all: readonly Item[], size: number, token: unknown): TokenPage<Item> {
  const begin = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64').toString());
  const end = begin + size;
  const nextToken = end < all.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: all.slice(begin, end), nextToken };
}

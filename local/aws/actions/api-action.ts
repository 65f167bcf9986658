import type { Caller } from '../iam/caller.js';
import type { ResourcePolicy } from '../iam/resource-policy.js';
import type { AwsCall } from '../protocol/aws-call.js';

/** Policy of the resource that a call addresses. */
export interface AskedPolicy {
  /** Undefined if the resource has no policy or does not exist. */
  readonly policy: ResourcePolicy | undefined;
  /** Account of the resource. */
  readonly account: string;
  /** If true, the policy must also allow the account's own identities, as a role's trust policy must. Default false. */
  readonly isNeeded?: boolean;
}

export interface Authorization {
  /** Action to authorize, if it differs from that of the call. */
  readonly action?: string;
  /** Values by condition key. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
  /** Default: the resource belongs to the caller's account and has no policy. */
  readonly resourcePolicy?: AskedPolicy;
}

export interface ApiRequest extends AwsCall {
  readonly caller: Caller;
  /** @throws AwsError if the policies do not allow the caller the action on the resource */
  authorize(resource: string, authorization?: Authorization): void;
}

/** @throws AwsError in the form of the service */
export type ApiAction<Stores> = (request: ApiRequest, stores: Stores) => unknown;

/** Actions of a service by their IAM name, with the stores on which they operate. */
export type ApiActions<Stores> = Readonly<Record<string, ApiAction<Stores>>>;

/** Converts an optional field to text. */
export function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

export interface TokenPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** A page of a JSON API, with an opaque token for the next page. */
export function tokenPage<Item>(all: readonly Item[], size: number, token: unknown): TokenPage<Item> {
  const begin = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64').toString());
  const end = begin + size;
  const nextToken = end < all.length ? Buffer.from(String(end)).toString('base64') : undefined;
  return { items: all.slice(begin, end), nextToken };
}

import type { Trail } from '../cloudtrail/trail.js';
import type { Network } from '../ec2/network.js';
import type { VpcEndpoints } from '../ec2/vpc-endpoints.js';
import type { EventBus } from '../event-bridge/event-bus.js';
import type { LambdaFunctions } from '../lambda/lambda-functions.js';
import type { SecretValues } from '../secrets-manager/secret-values.js';
import type { MessageQueues } from '../sqs/message-queues.js';
import type { ParameterStore } from '../ssm/parameter-store.js';
import type { Executions } from '../step-functions/executions.js';
import type { AwsCall } from './aws-server.js';

/** What the APIs work on. */
export interface ApiServices {
  readonly account: string;
  readonly region: string;
  readonly endpoints: VpcEndpoints;
  readonly network: Network;
  readonly secrets: SecretValues;
  readonly parameters: ParameterStore;
  readonly queues: MessageQueues;
  readonly functions: LambdaFunctions;
  readonly executions: Executions;
  readonly bus: EventBus;
  readonly trail: Trail;
  /** Brings Atlas's side, and with it the endpoints' states, to the present. */
  readonly settle: () => void;
}

export interface Authorization {
  /** Another action than the call's own, where a call needs two. */
  readonly action?: string;
  /** Condition keys with their values. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export interface ApiRequest extends AwsCall {
  /** @throws AwsError when the caller's role does not allow the action on the resource */
  authorize(resource: string, authorization?: Authorization): void;
}

/** @throws AwsError */
export type ApiAction = (request: ApiRequest, services: ApiServices) => unknown;

/** What a service can do here, by the name that IAM has for it. */
export type ApiActions = Readonly<Record<string, ApiAction>>;

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

import type { Refusal } from '../../../execution-data/workflow-input.js';

/** The kind of Atlas's response, decided by HTTP status first and error code second. */
export type AtlasErrorKind =
  /** 401 after a fresh challenge or token, or unreadable credentials. */
  | 'authentication'
  /** 403 (role missing, address not on the API access list), 402 (no payment method). */
  | 'forbidden'
  /** A resource policy of the organization forbids the change, whatever the status: only a person changes the policy. */
  | 'policy'
  /** 404: project, endpoint service or link. */
  | 'not-found'
  /** 409: exists already, or not ready. */
  | 'conflict'
  /** Other 4xx: a repeated request gets the same response. */
  | 'invalid'
  /** 429. */
  | 'rate-limited'
  /** 5xx, no response, or a response that is not from Atlas: may be temporary, and a write may have happened. */
  | 'unavailable';

export interface AtlasErrorDetails {
  readonly kind: AtlasErrorKind;
  /** Description of the request: `GET link vpce-… of endpoint service … in project …`. Never a secret. */
  readonly operation: string;
  /** HTTP status; absent if there was no response. */
  readonly status?: number;
  /** Atlas's `errorCode`; absent if there was none. */
  readonly code?: string;
  /** What the user can do. */
  readonly advice: string;
  readonly retryAfterSeconds?: number;
  /** AWS or Atlas currently has no capacity for a new endpoint service. Default: false. */
  readonly lacksCapacity?: boolean;
  readonly cause?: unknown;
}

/**
 * A call to Atlas that did not succeed. `message` holds the operation, the status and Atlas's own words,
 * never credentials, headers or tokens.
 */
export class AtlasError extends Error {
  // Literal, because bundlers rename classes and Step Functions matches errors by name.
  override readonly name: string = 'AtlasError';
  readonly kind: AtlasErrorKind;
  readonly operation: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly advice: string;
  readonly retryAfterSeconds: number | undefined;
  readonly lacksCapacity: boolean;

  constructor(message: string, details: AtlasErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code;
    this.advice = details.advice;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.lacksCapacity = details.lacksCapacity ?? false;
  }

  /**
   * True if the failure may be temporary: throttling, outage. Authentication is not included: only a person or a
   * rotation fixes it.
   */
  get transient(): boolean {
    return this.kind === 'rate-limited' || this.kind === 'unavailable';
  }

  /** The endpoint service is still being created; old and new spelling of the code. */
  get cannotAcceptEndpointsYet(): boolean {
    return /CANNOT_ACCEPT_ENDPOINTS/.test(this.code ?? '');
  }

  /** Returns the form in which a refused execution carries the error. */
  toRefusal(): Refusal {
    return {
      code: this.code ?? `ATLAS_${this.kind.toUpperCase().replace('-', '_')}`,
      message: this.message,
      advice: this.advice,
    };
  }
}

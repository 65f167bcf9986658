/** Requests of CloudFormation and the responses to them; `lambda/aws` provides it. */
import type { RespondTo } from '../../../execution-data/workflow-input.js';

export interface OpenRequest {
  readonly respondTo: RespondTo;
  /** A presigned PUT: a credential, never logged, published or put into an execution. */
  readonly responseUrl: string;
}

export interface OpenRequestPort {
  /** Written again by another delivery of the same request. */
  keep(name: string, request: OpenRequest): Promise<void>;
  /**
   * Undefined once it has been answered.
   *
   * @throws UnreadableRequestError where it is there and cannot be read
   */
  find(name: string): Promise<OpenRequest | undefined>;
  /** A request that is not there is success. */
  remove(name: string): Promise<void>;
  list(): Promise<readonly { readonly name: string; readonly storedAt: Date }[]>;
  /** Requests about this resource that were issued before are cancelled, even those that are delivered later. */
  cancelBefore(prefix: string, issuedAt: Date): Promise<void>;
  /**
   * Undefined where none is.
   *
   * @throws UnreadableRequestError
   */
  cancelledBefore(prefix: string): Promise<Date | undefined>;
}

export interface ResponsePort {
  /** PUTs the document, trying again on failure. Rejects without naming the URL, which is a credential. */
  put(responseUrl: string, document: object): Promise<void>;
}

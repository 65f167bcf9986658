/** Requests of CloudFormation and the responses to them; `lambda/aws` provides it. */
import type { RespondTo } from '../../../execution-data/workflow-input.js';

export interface OpenRequest {
  readonly respondTo: RespondTo;
  /** A presigned PUT: a credential that is never logged, published or put into an execution. */
  readonly responseUrl: string;
  /** Why the request fails, if it was refused before an execution was started. */
  readonly refusal?: string | undefined;
}

export interface OpenRequestPort {
  /** Another delivery of the same request writes it again. */
  keep(name: string, request: OpenRequest): Promise<void>;
  /**
   * Undefined after the response.
   *
   * @throws UnreadableRequestError if it exists and cannot be read
   */
  find(name: string): Promise<OpenRequest | undefined>;
  /** A missing request is success. */
  remove(name: string): Promise<void>;
  list(): Promise<readonly { readonly name: string; readonly storedAt: Date }[]>;
  /** Cancels requests about this resource that were issued before this time, even those that are delivered later. */
  cancelBefore(prefix: string, issuedAt: Date): Promise<void>;
  /**
   * Undefined if no request is cancelled.
   *
   * @throws UnreadableRequestError
   */
  cancelledBefore(prefix: string): Promise<Date | undefined>;
}

export interface ResponsePort {
  /** PUTs the document, with retries. Rejects without naming the URL, which is a credential. */
  put(responseUrl: string, document: object): Promise<void>;
}

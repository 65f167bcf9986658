/** Calls of a client of EC2 about VPC endpoints, with what CloudTrail records of them. */
import type { EndpointChanges, LocalVpcEndpoint, NewVpcEndpoint } from './vpc-endpoints.js';

/** An id for which a call failed. */
export interface UnsuccessfulId {
  readonly resourceId: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** Reason for which EC2 refused a call. CloudTrail puts `Client.` before the code. */
export interface CallFailure {
  readonly code: string;
  readonly message: string;
}

export interface EndpointCalls {
  create(request: NewVpcEndpoint): LocalVpcEndpoint;
  /** A repeated call with the client token of an earlier one: CloudTrail records it like the first. */
  createAgain(endpoint: LocalVpcEndpoint): LocalVpcEndpoint;
  change(endpointId: string, changes: EndpointChanges): void;
  /** @returns ids that were not deleted */
  delete(endpointIds: readonly string[]): readonly UnsuccessfulId[];
  /** A refused creation. */
  failToCreate(request: NewVpcEndpoint, failure: CallFailure): void;
  /** A refused deletion, which leaves all endpoints. */
  failToDelete(endpointIds: readonly string[], failure: CallFailure): void;
}

import type { EndpointService } from '../../local/atlas/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { WorldPlace } from '../../local/world-place.js';

/** A VPC endpoint of any place, and its history. */
export interface MemberEndpoint {
  readonly endpoint: LocalVpcEndpoint;
  readonly place: WorldPlace;
  readonly projectIndex: number;
  readonly service: EndpointService;
  /** Tags that select the endpoint, one for each hub. */
  readonly tagKeys: readonly string[];
  /** True if CloudFormation creates and deletes the endpoint. */
  readonly byStack: boolean;
  wasSelected: boolean;
  /** True if a user has linked the endpoint without a hub. */
  wasLinkedByHand: boolean;
  /** True if its own account has reported its deletion falsely, or EC2 has not shown it for a time. */
  isInDoubt: boolean;
  /** Times from which the endpoint was to be linked, or no longer to be linked. */
  readonly wishes: { readonly at: number; readonly isWanted: boolean }[];
}

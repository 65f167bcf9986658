import type { AwsRegion } from '../contract/regions.js';

/** What every event has. A hint only: the truth is what EC2 describes. */
export interface EventFacts {
  readonly account: string;
  readonly region: AwsRegion;
  /** The same in every delivery: CloudTrail's own id of the call, or EventBridge's of the event. */
  readonly eventId: string;
  readonly eventTime: Date;
}

/** A VPC endpoint was created; or a stack has changed it. */
export interface EndpointCreated extends EventFacts {
  readonly kind: 'created';
  readonly endpointId: string;
}

/** VPC endpoints were deleted: by a stack, or those of a call that EC2 did not refuse. */
export interface EndpointsDeleted extends EventFacts {
  readonly kind: 'deleted';
  readonly endpointIds: readonly string[];
  /**
   * Why the record does not say which of them EC2 has deleted: its response is missing, cut, or of an unknown shape.
   * Undefined where it says so.
   */
  readonly unconfirmed: string | undefined;
  /** Ids beside these that cannot be read; empty where all can. */
  readonly issues: readonly string[];
}

/** Tags of a VPC endpoint have changed. */
export interface EndpointTagged extends EventFacts {
  readonly kind: 'tagged';
  readonly endpointId: string;
}

export type EndpointEvent =
  | { readonly kind: 'accepted'; readonly event: EndpointCreated | EndpointsDeleted | EndpointTagged }
  | {
      readonly kind: 'ignored';
      readonly reason: string;
      /** It was forwarded from another account or Region: somebody may wonder why nothing happens. */
      readonly isUnmanaged?: boolean;
    }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

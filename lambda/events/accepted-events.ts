import type { AwsRegion } from '../contract/regions.js';

/** Fields of every event. They are only a hint: EC2's description decides. */
export interface EventFacts {
  readonly account: string;
  readonly region: AwsRegion;
  /** The same in every delivery: CloudTrail's own id of the call, or EventBridge's of the event. */
  readonly eventId: string;
  readonly eventTime: Date;
}

/** A VPC endpoint was created, or a stack has changed it. */
export interface EndpointCreated extends EventFacts {
  readonly kind: 'created';
  readonly endpointId: string;
}

/** VPC endpoints were deleted: by a stack, or by a call, except those that EC2 refused. */
export interface EndpointsDeleted extends EventFacts {
  readonly kind: 'deleted';
  readonly endpointIds: readonly string[];
  /**
   * Why the record does not say which endpoints EC2 has deleted: its response is missing, cut off, or of an unknown
   * shape. Undefined if it does.
   */
  readonly unconfirmed: string | undefined;
  /** Problems with further ids that cannot be read; empty if all can. */
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
      /**
       * The event was forwarded from another account or Region: logged, because somebody may wonder why nothing
       * happens.
       */
      readonly isForwarded?: boolean;
    }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

/** What every event has. A hint only: the truth is what EC2 describes. */
export interface EventFacts {
  readonly account: string;
  /** AWS spelling, such as `eu-west-1`. */
  readonly region: string;
  /** The same in every delivery: CloudTrail's own id of the call, or EventBridge's of the event. */
  readonly eventId: string;
  readonly eventTime: Date;
}

/** A VPC endpoint was created. */
export interface EndpointCreated extends EventFacts {
  readonly kind: 'created';
  readonly endpointId: string;
}

/** VPC endpoints were deleted: those of the call that EC2 did not refuse. */
export interface EndpointsDeleted extends EventFacts {
  readonly kind: 'deleted';
  readonly endpointIds: readonly string[];
}

/** Tags of a VPC endpoint have changed. */
export interface EndpointTagged extends EventFacts {
  readonly kind: 'tagged';
  readonly endpointId: string;
}

export type EndpointEvent =
  | { readonly kind: 'accepted'; readonly event: EndpointCreated | EndpointsDeleted | EndpointTagged }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

/** The event that a conclusion publishes on EventBridge. Schema: `docs/events/link-concluded.schema.json`. */
import type { LinkDescription } from './attributes.js';
import type { Conclusion } from './workflow.js';

export const EVENT_SOURCE = 'atlas-privatelink';
export const LINK_CONCLUDED = 'Atlas PrivateLink Link Concluded';

export interface LinkConcludedDetail {
  readonly version: '1';
  readonly outcome: Conclusion;
  readonly link: LinkDescription;
  /** Region of the VPC endpoint, AWS spelling. */
  readonly region: string;
  /** AWS account that owns the VPC endpoint; empty where unknown. */
  readonly account: string;
  /** Why, in Atlas's words where there are any; empty when available. */
  readonly message: string;
  /** What to do next; empty when there is nothing to do. */
  readonly advice: string;
  readonly origin: { readonly kind: string; readonly id: string };
  /** The run. Delivery is at least once: consumers drop duplicates by this. */
  readonly executionArn: string;
  readonly startedAt: string;
  readonly concludedAt: string;
  readonly durationSeconds: number;
}

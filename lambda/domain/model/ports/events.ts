/** The event bus to which outcomes are published; `lambda/aws` implements it. */
import type {
  CONNECTION_STRINGS_CHANGED,
  ConnectionStringsChangedDetail,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  LinkConcludedDetail,
  LinksReconciledDetail,
} from '../../../contract/published-event.js';

export type PublishedEvent =
  | { readonly type: typeof LINK_CONCLUDED; readonly detail: LinkConcludedDetail }
  | { readonly type: typeof CONNECTION_STRINGS_CHANGED; readonly detail: ConnectionStringsChangedDetail }
  | { readonly type: typeof LINKS_RECONCILED; readonly detail: LinksReconciledDetail };

export interface EventPort {
  /** @param executionArn the execution that publishes the event; it becomes the event's resource */
  publish(event: PublishedEvent, executionArn: string): Promise<void>;
}

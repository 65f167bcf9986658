/** The table in which links wait for the acceptance of their endpoints: names that constructs and functions share. */

/**
 * Partition key, a string: the id of a VPC endpoint, {@link LAST_POLL}, {@link SEEN_PACE} or
 * {@link RECONCILIATION_LEASE}.
 */
export const WAITING_LINKS_KEY = 'id';
/** Epoch seconds after which DynamoDB deletes an item that was not deleted before. */
export const WAITING_LINKS_EXPIRY = 'expiresAt';

/** Item with the time of the last read of EC2 for all waiting links. */
export const LAST_POLL = '#last-poll';
/** Item with the durations of the latest links. */
export const SEEN_PACE = '#seen-pace';
/** Item with the execution of the reconciliation that may work, and until when: passes run one after the other. */
export const RECONCILIATION_LEASE = '#reconciliation';

/** The table in which links wait for the acceptance of their endpoints: what constructs and functions both name. */

/** Partition key, a text: id of a VPC endpoint, or of {@link LAST_LOOK} and {@link SEEN_PACE}. */
export const WAITING_LINKS_KEY = 'id';
/** Epoch seconds, by which DynamoDB removes what nobody has removed. */
export const WAITING_LINKS_EXPIRY = 'expiresAt';

/** Item that says when EC2 was last asked about all that wait. */
export const LAST_LOOK = '#last-look';
/** Item that says how fast the latest links were. */
export const SEEN_PACE = '#seen-pace';

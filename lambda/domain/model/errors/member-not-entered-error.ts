/**
 * The role in a member account cannot be assumed, or EC2 there not be asked, now or at all: nothing is known about what is there, and nothing is
 * decided by it.
 */
export class MemberNotEnteredError extends Error {
  override readonly name = 'MemberNotEnteredError';
}

/**
 * The role in a member account cannot be assumed, or EC2 there does not respond, now or permanently. Nothing is known
 * about the account, so nothing is decided.
 */
export class MemberNotEnteredError extends Error {
  override readonly name = 'MemberNotEnteredError';
}

/** Maximum number of calls that request their own challenge before reuse is tried again. */
const LONGEST_PAUSE_CALLS = 64;

/**
 * Decides whether a nonce may be used for more than one request. RFC 7616 leaves this to the server. MongoDB's own
 * client never reuses nonces, but reuse halves the number of requests where it works, so it is tried and the results
 * decide.
 */
export class NonceReuse {
  private refusals = 0;
  private pause = 0;

  /** Called once for each request: while reuse is paused, this counts the calls. */
  isWanted(): boolean {
    if (this.pause === 0) return true;
    this.pause -= 1;
    return false;
  }

  worked(): void {
    this.refusals = 0;
    this.pause = 0;
  }

  /** Records that a request was refused only because of its nonce. Repeated failures make the pauses longer. */
  failed(): void {
    this.refusals += 1;
    this.pause = Math.min(LONGEST_PAUSE_CALLS, 2 ** Math.min(this.refusals, 10));
  }
}

/** Most calls that ask for a challenge of their own before reuse is tried again. */
const LONGEST_PAUSE_CALLS = 64;

/**
 * Whether a nonce may be used for more than one request. RFC 7616 leaves it to the server, MongoDB's own client never
 * does it, and it halves the requests where it works: so it is tried, and learnt from.
 */
export class NonceReuse {
  private refusals = 0;
  private pause = 0;

  /** Asked once for each call: while reuse pauses, the calls are counted. */
  isWanted(): boolean {
    if (this.pause === 0) return true;
    this.pause -= 1;
    return false;
  }

  worked(): void {
    this.refusals = 0;
    this.pause = 0;
  }

  /** A request was refused for its nonce alone. The longer that lasts, the rarer reuse is tried. */
  failed(): void {
    this.refusals += 1;
    this.pause = Math.min(LONGEST_PAUSE_CALLS, 2 ** Math.min(this.refusals, 10));
  }
}

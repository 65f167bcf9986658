/**
 * Retries of one SDK client, by time and not by number: in a crowd, three attempts are over within two seconds, and the
 * limits of EC2 and Parameter Store need tens of seconds to let everybody through (decision 35).
 */

/** What the SDK says of a failed attempt; the part in use. */
interface Failure {
  readonly errorType: string;
}

interface Attempts {
  getRetryCount(): number;
  getRetryDelay(): number;
  /** Of all pauses so far. */
  readonly waitedMilliseconds: number;
}

export interface RetryPatience {
  /** For the pauses of one call together. */
  readonly milliseconds: number;
  /** What the function has left; a pause that does not end before is not begun. */
  readonly remainingMilliseconds?: () => number;
  readonly random?: () => number;
}

const FIRST_PAUSE_MILLISECONDS: Readonly<Record<string, number>> = {
  THROTTLING: 500,
  TRANSIENT: 100,
  SERVER_ERROR: 100,
};
/** A longer one would leave what the bucket is given back to others that come later. */
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** An outage is for the next delivery, or for the state machine: only a limit is worth more attempts. */
const ATTEMPTS_WITHOUT_THROTTLING = 3;

/**
 * Full jitter, growing to five seconds. The SDK's own strategies keep a purse from which each retry is paid, so that one
 * throttled minute leaves the container without retries for the next call; and its adaptive mode learns a rate for each
 * container, which says nothing where hundreds share the limit.
 */
export class PatientRetries {
  readonly mode = 'standard';

  constructor(private readonly patience: RetryPatience) {}

  async acquireInitialRetryToken(_scope: string): Promise<Attempts> {
    return attempts(0, 0, 0);
  }

  /** @throws when there is to be no further attempt; the SDK then throws what the last one met */
  async refreshRetryTokenForRetry(token: Partial<Attempts>, { errorType }: Failure): Promise<Attempts> {
    const count = token.getRetryCount?.() ?? 0;
    const waited = token.waitedMilliseconds ?? 0;
    const first = FIRST_PAUSE_MILLISECONDS[errorType];
    if (first === undefined || (errorType !== 'THROTTLING' && count + 1 >= ATTEMPTS_WITHOUT_THROTTLING))
      throw new Error('The call is not tried again.');
    const random = this.patience.random ?? Math.random;
    const ceiling = Math.min(LONGEST_PAUSE_MILLISECONDS, first * 2 ** count);
    const pause = Math.ceil(random() * ceiling);
    if (waited + pause > this.patience.milliseconds || pause >= this.remaining())
      throw new Error('There is no time for another attempt.');
    return attempts(count + 1, pause, waited + pause);
  }

  recordSuccess(): void {}

  private remaining(): number {
    return this.patience.remainingMilliseconds?.() ?? Number.POSITIVE_INFINITY;
  }
}

function attempts(count: number, pause: number, waitedMilliseconds: number): Attempts {
  return { getRetryCount: () => count, getRetryDelay: () => pause, waitedMilliseconds };
}

/** Settings of an SDK client. */
export function patient(patience: RetryPatience): { readonly retryStrategy: PatientRetries } {
  return { retryStrategy: new PatientRetries(patience) };
}

/**
 * Retries of one client, by time and not by number: in a crowd, three attempts are over within two seconds, and the
 * limits of EC2 and Parameter Store need tens of seconds to let everybody through (decision 35).
 */

/** Why an attempt has failed, in the words of the SDK. */
export type FailureKind = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

export interface RetryPatience {
  /** For the pauses of one call together. */
  readonly milliseconds: number;
  /** Of one call, throttled or not; undefined: as many as there is time for. */
  readonly attempts?: number;
  /** What the function has left; a pause that does not end before is not begun. */
  readonly remainingMilliseconds?: () => number;
  readonly random?: () => number;
}

/** Of the SDK's clients, where nothing else is said. */
export const STANDARD_PATIENCE: RetryPatience = { milliseconds: Number.POSITIVE_INFINITY, attempts: 3 };

const FIRST_PAUSE_MILLISECONDS: Readonly<Record<string, number>> = {
  THROTTLING: 500,
  TRANSIENT: 100,
  SERVER_ERROR: 100,
};
/** A longer one would leave what the bucket is given back to others that come later. */
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** An outage is for the next delivery, or for the state machine: only a limit is worth more attempts. */
const ATTEMPTS_WITHOUT_THROTTLING = 3;

/** Of one call so far. */
export interface Tried {
  readonly retries: number;
  /** Of all pauses. */
  readonly waitedMilliseconds: number;
}

/**
 * Full jitter, growing to five seconds.
 *
 * @returns milliseconds; undefined when there is to be no further attempt
 */
export function nextPause(
  { milliseconds, attempts, remainingMilliseconds, random = Math.random }: RetryPatience,
  kind: string,
  { retries, waitedMilliseconds }: Tried,
): number | undefined {
  const first = FIRST_PAUSE_MILLISECONDS[kind];
  const most = kind === 'THROTTLING' ? attempts : ATTEMPTS_WITHOUT_THROTTLING;
  if (first === undefined || retries + 1 >= (most ?? Number.POSITIVE_INFINITY)) return undefined;
  const ceiling = Math.min(LONGEST_PAUSE_MILLISECONDS, first * 2 ** retries);
  const pause = Math.ceil(random() * ceiling);
  const remaining = remainingMilliseconds?.() ?? Number.POSITIVE_INFINITY;
  return waitedMilliseconds + pause > milliseconds || pause >= remaining ? undefined : pause;
}

/** What the SDK says of a failed attempt; the part in use. */
interface Failure {
  readonly errorType: string;
}

interface Attempts {
  getRetryCount(): number;
  getRetryDelay(): number;
  readonly waitedMilliseconds: number;
}

/**
 * For clients of the SDK. Its own strategies keep a purse from which each retry is paid, so that one throttled minute
 * leaves the container without retries for the next call; and its adaptive mode learns a rate for each container, which
 * says nothing where hundreds share the limit.
 */
export class PatientRetries {
  readonly mode = 'standard';

  constructor(private readonly patience: RetryPatience) {}

  async acquireInitialRetryToken(_scope: string): Promise<Attempts> {
    return attempts(0, 0, 0);
  }

  /** @throws when there is to be no further attempt; the SDK then throws what the last one met */
  async refreshRetryTokenForRetry(token: Partial<Attempts>, { errorType }: Failure): Promise<Attempts> {
    const retries = token.getRetryCount?.() ?? 0;
    const waitedMilliseconds = token.waitedMilliseconds ?? 0;
    const pause = nextPause(this.patience, errorType, { retries, waitedMilliseconds });
    if (pause === undefined) throw new Error('The call is not tried again.');
    return attempts(retries + 1, pause, waitedMilliseconds + pause);
  }

  recordSuccess(): void {}
}

function attempts(count: number, pause: number, waitedMilliseconds: number): Attempts {
  return { getRetryCount: () => count, getRetryDelay: () => pause, waitedMilliseconds };
}

/** Settings of an SDK client. */
export function patient(patience: RetryPatience): { readonly retryStrategy: PatientRetries } {
  return { retryStrategy: new PatientRetries(patience) };
}

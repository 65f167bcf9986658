/**
 * Retries limited by time instead of by number. If many callers start together, three attempts end within two seconds,
 * but the limits of EC2 and Parameter Store need tens of seconds to let all of them through (decision 35).
 */

/** Why an attempt failed, in the SDK's terms. */
export type FailureKind = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

export interface RetryPatience {
  /** Total length of the pauses of one call. */
  readonly milliseconds: number;
  /** Attempts of one call, throttled or not. Undefined: as many as the time allows. */
  readonly attempts?: number;
  /** Time that the function has left. A pause that would exceed it is not started. */
  readonly remainingMilliseconds?: () => number;
  readonly random?: () => number;
}

/** Default of the SDK's clients. */
export const STANDARD_PATIENCE: RetryPatience = { milliseconds: Number.POSITIVE_INFINITY, attempts: 3 };

const FIRST_PAUSE_MILLISECONDS: Readonly<Record<string, number>> = {
  THROTTLING: 500,
  TRANSIENT: 100,
  SERVER_ERROR: 100,
};
/** With a longer pause, later callers would take the tokens that the bucket has refilled. */
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** Only throttling is worth more attempts. The next delivery or the state machine handles an outage. */
const ATTEMPTS_WITHOUT_THROTTLING = 3;

/** Attempts and pauses of one call so far. */
export interface Tried {
  readonly retries: number;
  /** Total of all pauses. */
  readonly waitedMilliseconds: number;
}

/**
 * Full jitter that grows to five seconds.
 *
 * @returns milliseconds; undefined if there is no further attempt
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

/** The used part of the SDK's description of a failed attempt. */
interface Failure {
  readonly errorType: string;
}

interface Attempts {
  getRetryCount(): number;
  getRetryDelay(): number;
  readonly waitedMilliseconds: number;
}

/**
 * Retry strategy for SDK clients. The SDK's own strategies pay each retry from a quota, so one throttled minute leaves
 * the container without retries for the next call. Its adaptive mode learns a rate for each container, which does not
 * help if hundreds of containers share the limit.
 */
export class PatientRetries {
  readonly mode = 'standard';

  constructor(private readonly patience: RetryPatience) {}

  async acquireInitialRetryToken(_scope: string): Promise<Attempts> {
    return attempts(0, 0, 0);
  }

  /** @throws if there is no further attempt; the SDK then throws the error of the last one */
  async refreshRetryTokenForRetry(token: Partial<Attempts>, { errorType }: Failure): Promise<Attempts> {
    const retries = token.getRetryCount?.() ?? 0;
    const waitedMilliseconds = token.waitedMilliseconds ?? 0;
    const pause = nextPause(this.patience, errorType, { retries, waitedMilliseconds });
    if (pause === undefined) throw new Error('The call is not retried.');
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

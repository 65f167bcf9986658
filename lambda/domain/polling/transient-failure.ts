import { Metric } from '../../contract/metrics.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type { LogPort, MetricPort } from '../model/ports/observability.js';
import { secondsSince } from './poll.js';

export interface TransientFailure {
  readonly message: string;
  readonly advice: string;
  readonly retryAfterSeconds: number | undefined;
  /** Passed to the next poll. */
  readonly notFoundSince?: string | undefined;
}

/** What the previous poll passed on, and the time of this one. */
export interface PreviousFailure {
  readonly notFoundSince?: string | undefined;
  readonly now: Date;
}

export interface TransientFailureDependencies {
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** A refused login is most likely a rotation in progress; polls at the normal pace could lock the key. */
const AUTHENTICATION_PAUSE_SECONDS = 30;

/**
 * Time between the first poll in which Atlas does not know the project or the path, and the one that counts. The
 * execution has found both before, and Atlas's reads may be stale; a deleted project stays deleted.
 */
export const NOT_FOUND_SECONDS = 120;

/**
 * An outage, throttling or a refused login is a poll without a response, and does not end the execution: the deadline
 * decides. The same applies to a project that Atlas does not know, for a limited time.
 *
 * @throws the error itself if waiting will not change it
 */
export function transientFailureOf(
  error: unknown,
  { log, metrics }: TransientFailureDependencies,
  { notFoundSince, now }: PreviousFailure,
): TransientFailure {
  if (!(error instanceof AtlasError)) throw error;
  const { kind, message, advice } = error;
  const since = kind === 'not-found' ? (notFoundSince ?? now.toISOString()) : undefined;
  const isPassing = since !== undefined && secondsSince(since, now) < NOT_FOUND_SECONDS;
  if (!(error.transient || kind === 'authentication' || isPassing)) throw error;
  metrics.count(Metric.TRANSIENT_FAILURE);
  log.warn('Atlas could not be read', { kind, error: message, advice });
  const retryAfterSeconds =
    kind === 'authentication' ? AUTHENTICATION_PAUSE_SECONDS : error.retryAfterSeconds;
  return { message, advice, retryAfterSeconds, notFoundSince: since };
}

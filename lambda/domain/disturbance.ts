import { Metric } from '../contract/metrics.js';
import { AtlasError } from './atlas-error.js';
import type { LogPort, MetricPort } from './ports.js';

export interface Disturbance {
  readonly message: string;
  readonly advice: string;
  readonly retryAfterSeconds: number | undefined;
}

export interface DisturbanceDependencies {
  readonly log: LogPort;
  readonly metrics: MetricPort;
}

/** A refused login is most likely a rotation under way; asking at the usual pace could lock the key. */
const AUTHENTICATION_PAUSE_SECONDS = 30;

/**
 * An outage, throttling or a refused login is a look without an answer, not an end: the deadline decides.
 *
 * @throws the error itself when waiting will not change it
 */
export function disturbanceOf(error: unknown, { log, metrics }: DisturbanceDependencies): Disturbance {
  if (!(error instanceof AtlasError) || !(error.transient || error.kind === 'authentication')) throw error;
  const { kind, message, advice } = error;
  metrics.count(Metric.OBSERVATION_DISTURBED);
  log.warn('Atlas cannot be asked now', { kind, error: message, advice });
  const retryAfterSeconds =
    kind === 'authentication' ? AUTHENTICATION_PAUSE_SECONDS : error.retryAfterSeconds;
  return { message, advice, retryAfterSeconds };
}

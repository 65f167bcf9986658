import type { Observability } from '../../lambda/runtime/invocation/observability.js';
import { recordingPorts } from '../domain/recording-ports.js';

/** Observability that records its calls, including correlation ids. */
export function recordingObservability() {
  const ports = recordingPorts();
  const correlated: Record<string, string> = {};
  let flushes = 0;
  const observability: Observability = {
    log: ports.log,
    metrics: ports.metrics,
    correlate: (ids) => void Object.assign(correlated, ids),
    flush: () => {
      flushes += 1;
    },
  };
  return { ...ports, observability, correlated, flushes: () => flushes };
}

import type { LogFields, LogPort, MetricPort } from '../../lambda/domain/model/ports/observability.js';
import type { Output } from '../output/output.js';

/** Warnings of the domain go to standard error; other log lines are only for the functions. */
export function commandLog(output: Pick<Output, 'note'>): LogPort {
  const quiet = () => undefined;
  const report = reporterOf(output);
  const warn = (message: string, { reason, error, advice }: LogFields = {}) =>
    report([message, reason ?? error, advice]);
  return { debug: quiet, info: quiet, warn, error: quiet };
}

/** Prints what the command waits for. */
export function waitReporter(output: Pick<Output, 'note'>): (reason: string) => void {
  const report = reporterOf(output);
  return (reason) => report(['waiting for the endpoint', reason]);
}

/** Prints each text once, because the rules repeat their checks while they wait. */
function reporterOf({ note }: Pick<Output, 'note'>): (parts: readonly unknown[]) => void {
  const reported = new Set<string>();
  return (parts) => {
    const text = parts.filter((part) => typeof part === 'string' && part !== '').join(': ');
    if (!reported.has(text)) note(text);
    reported.add(text);
  };
}

/** Only the functions have metrics. */
export const NO_METRICS: MetricPort = { count: () => undefined, seconds: () => undefined };

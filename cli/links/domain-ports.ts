import type { LogFields, LogPort, MetricPort } from '../../lambda/domain/model/ports/observability.js';
import type { Output } from '../output/output.js';

/** What the rules find worth a warning goes to standard error; the rest is the functions' log alone. */
export function commandLog({ note }: Pick<Output, 'note'>): LogPort {
  const quiet = () => undefined;
  const told = new Set<string>();
  const tell = (message: string, { reason, error, advice }: LogFields = {}) => {
    const parts = [message, reason ?? error, advice].filter(
      (part) => typeof part === 'string' && part !== '',
    );
    const text = parts.join(': ');
    // The rules look again and again while they wait.
    if (!told.has(text)) note(text);
    told.add(text);
  };
  return {
    debug: (message, fields) => {
      if (message.startsWith('waiting')) tell(message, fields);
    },
    info: quiet,
    warn: tell,
    error: quiet,
  };
}

/** Metrics are the functions' own. */
export const NO_METRICS: MetricPort = { count: () => undefined, seconds: () => undefined };

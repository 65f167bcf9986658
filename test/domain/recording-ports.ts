import type { LogPort, MetricPort } from '../../lambda/domain/model/ports/observability.js';

/** Log and metrics that record their calls. */
export function recordingPorts() {
  const lines: { level: string; message: string; fields: Record<string, unknown> }[] = [];
  const counted: Record<string, number> = {};
  const note =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  const log: LogPort = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const add = (name: string, value = 1) => {
    counted[name] = (counted[name] ?? 0) + value;
  };
  const metrics: MetricPort = { count: add, seconds: add };
  return { log, metrics, lines, counted };
}

/** Logs and metrics; `lambda/runtime` provides them. */
import type { MetricName } from '../../../contract/metrics.js';

export interface MetricPort {
  count(name: MetricName, value?: number): void;
  seconds(name: MetricName, value: number): void;
}

export type LogFields = Readonly<Record<string, unknown>> & {
  readonly message?: never;
  readonly level?: never;
  readonly timestamp?: never;
  readonly service?: never;
};

export interface LogPort {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The part of a CloudWatch dashboard body that the product's dashboard uses. */
import type { MetricId } from './metric-data.js';

export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

/** Position and size in the grid of 24 columns. */
export type Widget = Placed &
  (
    | { readonly type: 'text'; readonly properties: { readonly markdown: string } }
    | {
        readonly type: 'alarm';
        readonly properties: { readonly title: string; readonly alarms: readonly string[] };
      }
    | { readonly type: 'metric'; readonly properties: GraphProperties }
  );

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphProperties {
  readonly title: string;
  readonly stacked?: boolean;
  readonly metrics: readonly (readonly unknown[])[];
}

export interface Series {
  readonly id: MetricId;
  readonly label: string;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly isRight: boolean;
}

/** CloudWatch's period if a widget sets none. */
const DEFAULT_PERIOD_SECONDS = 300;

/** Parses `[namespace, name, dimension, value, …, options]`. */
export function seriesOf(metric: readonly unknown[]): Series {
  const last = metric.at(-1);
  const options = (typeof last === 'object' ? last : {}) as Record<string, string | number | undefined>;
  const words = metric.filter((part): part is string => typeof part === 'string');
  const [namespace = '', name = '', ...pairs] = words;
  const dimensions: Record<string, string> = {};
  for (let index = 0; index < pairs.length; index += 2)
    dimensions[pairs[index] ?? ''] = pairs[index + 1] ?? '';
  return {
    id: { namespace, name, dimensions },
    label: String(options.label ?? name),
    statistic: String(options.stat ?? 'Average'),
    periodSeconds: Number(options.period ?? DEFAULT_PERIOD_SECONDS),
    isRight: options.yAxis === 'right',
  };
}

/** CloudWatch metrics of a run in the local world, with the time of each value. */

export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One value for each period with data; `at` is the beginning of the period. */
export interface Datapoint {
  readonly at: number;
  readonly value: number;
}

export interface Window {
  readonly from: number;
  readonly to: number;
}

const MILLISECONDS = 1000;

export class MetricData {
  private readonly values = new Map<string, { readonly at: number; readonly value: number }[]>();

  add(id: MetricId, at: number, value: number): void {
    const key = keyOf(id);
    this.values.set(key, [...(this.values.get(key) ?? []), { at, value }]);
  }

  /** Adds the metrics of a log line in the embedded metric format. */
  addLine(line: Readonly<Record<string, unknown>>, at: number): void {
    const embedded = line._aws as { readonly CloudWatchMetrics?: readonly EmbeddedMetrics[] } | undefined;
    for (const { Namespace, Dimensions, Metrics } of embedded?.CloudWatchMetrics ?? []) {
      const names = Dimensions[0] ?? [];
      const dimensions = Object.fromEntries(names.map((name) => [name, String(line[name])]));
      for (const { Name } of Metrics)
        for (const value of [line[Name]].flat())
          this.add({ namespace: Namespace, name: Name, dimensions }, at, Number(value));
    }
  }

  points(id: MetricId, statistic: string, periodSeconds: number, { from, to }: Window): Datapoint[] {
    const period = periodSeconds * MILLISECONDS;
    const groups = new Map<number, number[]>();
    for (const { at, value } of this.values.get(keyOf(id)) ?? []) {
      if (at < from || at >= to) continue;
      const begin = from + Math.floor((at - from) / period) * period;
      groups.set(begin, [...(groups.get(begin) ?? []), value]);
    }
    return [...groups]
      .map(([at, values]) => ({ at, value: statisticOf(statistic, values) }))
      .sort((one, other) => one.at - other.at);
  }
}

interface EmbeddedMetrics {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

/** @throws Error for a statistic that no widget uses yet */
export function statisticOf(statistic: string, values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const percentile = /^p(\d+)$/.exec(statistic)?.[1];
  if (percentile !== undefined)
    return sorted[Math.min(sorted.length - 1, Math.floor((Number(percentile) / 100) * sorted.length))] ?? 0;
  if (statistic === 'Sum') return sorted.reduce((sum, value) => sum + value, 0);
  if (statistic === 'Maximum') return sorted.at(-1) ?? 0;
  throw new Error(`statistic: expected Sum, Maximum or a percentile, received "${statistic}".`);
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}

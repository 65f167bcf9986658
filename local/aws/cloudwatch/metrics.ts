import type { MessageQueues } from '../sqs/message-queues.js';

export interface AlarmDefinition {
  readonly name: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold: number;
}

interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

/** CloudWatch: metrics of log lines in the embedded metric format, and the template's alarms on them. */
export class Metrics {
  private readonly data: Datum[] = [];
  private readonly alarms: AlarmDefinition[] = [];

  constructor(private readonly queues: MessageQueues) {}

  addAlarm(alarm: AlarmDefinition): void {
    this.alarms.push(alarm);
  }

  /** Records the metrics of a log line, if it has any. */
  takeLine(line: Readonly<Record<string, unknown>>): void {
    const aws = line._aws as { CloudWatchMetrics?: EmbeddedMetrics[] } | undefined;
    for (const set of aws?.CloudWatchMetrics ?? []) {
      const names = set.Dimensions[0] ?? [];
      const dimensions = Object.fromEntries(names.map((name) => [name, String(line[name])]));
      for (const { Name } of set.Metrics) {
        for (const value of [line[Name]].flat()) {
          this.data.push({ namespace: set.Namespace, name: Name, dimensions, value: Number(value) });
        }
      }
    }
  }

  sum(name: string): number {
    return this.values(name).reduce((sum, value) => sum + value, 0);
  }

  values(name: string): number[] {
    return this.data.filter((datum) => datum.name === name).map(({ value }) => value);
  }

  /** Names of the alarms whose threshold was reached. */
  raised(): string[] {
    return this.alarms.filter((alarm) => this.measure(alarm) >= alarm.threshold).map(({ name }) => name);
  }

  private measure({ namespace, metricName, dimensions }: AlarmDefinition): number {
    if (namespace === 'AWS/SQS') return this.queues.depth(dimensions.QueueName ?? '');
    return this.data
      .filter((datum) => datum.namespace === namespace && datum.name === metricName)
      .filter((datum) => JSON.stringify(datum.dimensions) === JSON.stringify(dimensions))
      .reduce((sum, { value }) => sum + value, 0);
  }
}

interface EmbeddedMetrics {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

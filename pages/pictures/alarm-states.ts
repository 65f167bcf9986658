/** Evaluates which alarms are in alarm at the end of a run, as CloudWatch would. */
import type { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import type { Datapoint, MetricData, MetricId, Window } from './metric-data.js';

export interface AlarmState {
  readonly name: string;
  readonly isAlarm: boolean;
}

interface AlarmProperties {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly Query[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly Dimension[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** @param arns ARNs of the alarms, in the order of the dashboard */
export function alarmStates(
  arns: readonly string[],
  template: StackTemplate,
  data: MetricData,
  window: Window,
): AlarmState[] {
  const inAlarm = new Map<string, boolean>();
  for (const { logicalId, properties } of template.ofType('AWS::CloudWatch::Alarm'))
    inAlarm.set(template.arnOf(logicalId), isBreached(properties as never, data, window));
  for (const { logicalId, properties } of template.ofType('AWS::CloudWatch::CompositeAlarm')) {
    const members = [...String(properties.AlarmRule).matchAll(/ALARM\("([^"]+)"\)/g)];
    inAlarm.set(
      template.arnOf(logicalId),
      members.some(([, arn]) => inAlarm.get(arn ?? '')),
    );
  }
  return arns.map((arn) => ({ name: nameOf(arn), isAlarm: inAlarm.get(arn) ?? false }));
}

/** The alarm's name without the stack's name and the digits that CloudFormation appends. */
function nameOf(arn: string): string {
  const name = arn.split(':').at(-1) ?? '';
  return name.replace(/^.*(Alarms|-)(?=[A-Z])/, '').replace(/[0-9A-F]{8}$/, '');
}

function isBreached(properties: AlarmProperties, data: MetricData, window: Window): boolean {
  const { Threshold, EvaluationPeriods, DatapointsToAlarm, Metrics = [] } = properties;
  const period = properties.Period ?? Metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 0;
  const from = window.to - EvaluationPeriods * period * 1000;
  const points = pointsOf(properties, period, data, { from, to: window.to });
  return points.filter(({ value }) => value >= Threshold).length >= DatapointsToAlarm;
}

function pointsOf(
  { Namespace = '', MetricName, Dimensions = [], Statistic = '', Metrics = [] }: AlarmProperties,
  period: number,
  data: MetricData,
  window: Window,
): readonly Datapoint[] {
  if (MetricName !== undefined)
    return data.points(idOf(Namespace, MetricName, Dimensions), Statistic, period, window);
  const [, started = '', succeeded = ''] =
    /^(\w+) - FILL\((\w+), 0\)$/.exec(Metrics.find(({ Expression }) => Expression)?.Expression ?? '') ?? [];
  const pointsOfQuery = (queryId: string) => {
    const stat = Metrics.find(({ Id }) => Id === queryId)?.MetricStat;
    if (stat === undefined)
      throw new Error(`expected started - FILL(succeeded, 0), received ${JSON.stringify(Metrics)}`);
    const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = stat.Metric;
    return data.points(idOf(namespace, name, dimensions), stat.Stat, period, window);
  };
  const ended = new Map(pointsOfQuery(succeeded).map(({ at, value }) => [at, value]));
  return pointsOfQuery(started).map(({ at, value }) => ({ at, value: value - (ended.get(at) ?? 0) }));
}

function idOf(namespace: string, name: string, dimensions: readonly Dimension[]): MetricId {
  return {
    namespace,
    name,
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
  };
}

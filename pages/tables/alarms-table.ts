/** Every alarm, from the template: what makes it go off, and whom it notifies of what. */
import { code, markdownTable } from './markdown-table.js';
import {
  type AlarmProperties,
  alarmsOfAutomation,
  alarmsOfHub,
  alarmsOfProvider,
  type SynthesizedAlarm,
} from './synthesized-alarms.js';

const SECONDS_PER_MINUTE = 60;

export function automationAlarmsTable(): string {
  return alarmsTable(alarmsOfAutomation());
}

export function hubAlarmsTable(): string {
  return alarmsTable(alarmsOfHub());
}

export function providerAlarmsTable(): string {
  return alarmsTable(alarmsOfProvider());
}

function alarmsTable(alarms: readonly SynthesizedAlarm[]): string {
  const rows = alarms.map((alarm) => [
    code(alarm.name),
    withoutRunbook(alarm.properties.AlarmDescription),
    alarm.isComposite ? membersOf(alarm, alarms) : threshold(alarm.properties),
    notifies(alarm, alarms),
  ]);
  return markdownTable(['alarm', 'goes off when', 'threshold', 'notifies'], rows);
}

/** The runbook's sections have the same names. */
function withoutRunbook(description: string): string {
  return description.replace(/ Runbook: .*$/, '');
}

function membersOf(composite: SynthesizedAlarm, alarms: readonly SynthesizedAlarm[]): string {
  return alarms
    .filter((alarm) => isMember(alarm, composite))
    .map(({ name }) => code(name))
    .join(' or ');
}

function threshold(properties: AlarmProperties): string {
  const { Threshold = 1, EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods } = properties;
  const seconds =
    properties.Period ?? properties.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;
  const period = `${(seconds ?? 0) / SECONDS_PER_MINUTE} min`;
  const periods =
    EvaluationPeriods === 1 ? period : `${DatapointsToAlarm} of ${EvaluationPeriods} periods of ${period}`;
  return `${measured(properties)} ≥ ${Threshold} in ${periods}`;
}

function measured({ MetricName, Statistic = '', Metrics = [] }: AlarmProperties): string {
  if (MetricName !== undefined) return `${Statistic.toLowerCase()} of ${code(MetricName)}`;
  return code(Metrics.find(({ Expression }) => Expression !== undefined)?.Expression ?? '');
}

function notifies(alarm: SynthesizedAlarm, alarms: readonly SynthesizedAlarm[]): string {
  const { AlarmActions, OKActions, InsufficientDataActions } = alarm.properties;
  const of = [
    ...(AlarmActions === undefined ? [] : ['alarm']),
    ...(OKActions === undefined ? [] : ['recovery']),
    ...(InsufficientDataActions === undefined ? [] : ['no data']),
  ];
  if (of.length > 0) return `of ${of.join(', ')}`;
  const through = alarms.filter((other) => other.isComposite && isMember(alarm, other));
  return `through ${through.map(({ name }) => code(name)).join(', ')}`;
}

/** A rule names its members by the logical ids of their ARNs. */
function isMember({ name, isComposite }: SynthesizedAlarm, composite: SynthesizedAlarm): boolean {
  const rule = JSON.stringify(composite.properties.AlarmRule ?? '');
  return !isComposite && new RegExp(`Alarms${name}[0-9A-F]{8}`).test(rule);
}

/** Table of all alarms in the template: their condition, and whom they notify. */
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

/** The description without its link to the runbook, whose sections have the same names as the alarms. */
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

/** The rule of a composite alarm names its members by their ARNs, with logical ids. */
function isMember({ name, isComposite }: SynthesizedAlarm, composite: SynthesizedAlarm): boolean {
  const rule = JSON.stringify(composite.properties.AlarmRule ?? '');
  return !isComposite && new RegExp(`Alarms${name}[0-9A-F]{8}`).test(rule);
}

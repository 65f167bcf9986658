import { Duration } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ATLAS_RATE_LIMIT } from '../../../lambda/contract/limits.js';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../../lambda/contract/metrics.js';
import { ENDPOINT_SETS } from '../../../local/atlas/endpoint-sets.js';
import { createLink, newStack } from '../synthesized-stack.js';
import { RECONCILE_ARN, type SynthesizedAlarms, synthesized, watchedAlarms } from '../watched-alarms.js';

const alarms = synthesized(watchedAlarms());

const alarm = (name: string) => alarms.onMetrics.get(name);

describe('an alarm about a single endpoint', () => {
  it.each([
    ['LinkFailed', 'LinkFailed'],
    ['LinkTimedOut', 'LinkTimedOut'],
    ['LastLinkRetained', 'LinkRetained'],
  ])('%s goes off after the first occurrence', (name, metricName) => {
    expect(alarm(name)).toMatchObject({
      Namespace: METRIC_NAMESPACE,
      MetricName: metricName,
      Dimensions: [{ Name: METRIC_DIMENSION, Value: 'links' }],
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('DeadLetters goes off with the first message, and stays in alarm until the queue is empty', () => {
    expect(alarm('DeadLetters')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Statistic: 'Maximum',
      Threshold: 1,
    });
  });

  it('UnlinkFailed stays in alarm over two reconciliations, each of which retries', () => {
    expect(alarm('UnlinkFailed')).toMatchObject({
      MetricName: 'UnlinkFailed',
      Period: 3600,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      Threshold: 1,
    });
  });
});

describe('an alarm about something that may recover by itself', () => {
  it('AtlasThrottled requires 1 % of the refill of the token bucket, for a quarter of an hour', () => {
    const { REFILL_PER_MINUTE } = ATLAS_RATE_LIMIT;
    expect(alarm('AtlasThrottled')).toMatchObject({
      MetricName: 'AtlasRateLimited',
      Threshold: (REFILL_PER_MINUTE * 5) / 100,
      Period: 300,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
    });
    expect(alarm('AtlasThrottled')?.AlarmDescription).toMatch(
      /at least 100 requests .*bucket \(4000, .*2000/,
    );
  });

  it('AtlasThrottled uses the token bucket of the local Atlas', () => {
    expect(ENDPOINT_SETS['private-endpoints'].limit).toEqual({
      capacity: ATLAS_RATE_LIMIT.CAPACITY,
      refillPerMinute: ATLAS_RATE_LIMIT.REFILL_PER_MINUTE,
    });
  });

  it.each(['DriftLeft', 'ProjectUnreadable'] as const)(
    '%s requires three reconciliation periods, and a late one does not count as a recovery',
    (name) => {
      expect(alarm(name)).toMatchObject({
        MetricName: name,
        Statistic: 'Maximum',
        Period: 3600,
        Threshold: 1,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
        TreatMissingData: 'ignore',
      });
    },
  );

  it('ReconcileFailed counts failed executions, two of three, and has missing data without executions', () => {
    expect(alarm('ReconcileFailed')).toMatchObject({
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 1,
      TreatMissingData: 'missing',
    });
    const metrics = alarm('ReconcileFailed')?.Metrics as {
      Expression?: string;
      MetricStat?: { Metric: object; Period: number };
    }[];
    expect(metrics.map(({ Expression }) => Expression).filter(Boolean)).toEqual([
      'started - FILL(succeeded, 0)',
    ]);
    const read = metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat]));
    expect(read.map(({ Metric }) => Metric)).toEqual(
      ['ExecutionsStarted', 'ExecutionsSucceeded'].map((MetricName) => ({
        Namespace: 'AWS/States',
        MetricName,
        Dimensions: [{ Name: 'StateMachineArn', Value: RECONCILE_ARN }],
      })),
    );
    expect(read.map(({ Period }) => Period)).toEqual([3600, 3600]);
  });

  it.each([
    [Duration.minutes(15), 900],
    [Duration.seconds(90), 120],
    [Duration.hours(6), 21_600],
    [Duration.days(2), 86_400],
  ])('counts by executions: %s', (reconcilePeriod, seconds) => {
    const { onMetrics } = synthesized(watchedAlarms({ reconcilePeriod }));
    expect(onMetrics.get('DriftLeft')?.Period).toBe(seconds);
  });
});

describe('the composite alarms', () => {
  const ruleOf = (name: string) => JSON.stringify(alarms.composite.get(name)?.AlarmRule);

  it('AtlasPrivateLinkUnhealthy has only members that recover by themselves', () => {
    const rule = ruleOf('AtlasPrivateLinkUnhealthy');
    const members = [...rule.matchAll(/LinksAlarms(\w+?)[0-9A-F]{8}"/g)].map(([, name = '']) => name);
    expect(members).toEqual(['LinkFailed', 'LinkTimedOut']);
    for (const name of members)
      expect(alarm(name)).toMatchObject({
        Period: 300,
        EvaluationPeriods: 1,
        TreatMissingData: 'notBreaching',
      });
  });

  it('have the name of the stack in theirs, so that two stacks fit in one account', () => {
    for (const [name, { AlarmName }] of alarms.composite)
      expect(AlarmName).toEqual({ 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, `-links-${name}`]] });
  });

  it('DeadLettersWaiting is suppressed by the other alarm, and for the hour of a redrive', () => {
    expect(ruleOf('DeadLettersWaiting')).toContain('LinksAlarmsDeadLetters');
    expect(alarms.composite.get('DeadLettersWaiting')).toMatchObject({
      ActionsSuppressor: { 'Fn::GetAtt': [expect.stringContaining('AtlasPrivateLinkUnhealthy'), 'Arn'] },
      ActionsSuppressorWaitPeriod: 300,
      ActionsSuppressorExtensionPeriod: 3600,
    });
  });
});

describe('the notifications', () => {
  const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'] as const;
  const notifying = ({ onMetrics, composite }: SynthesizedAlarms, actions: (typeof ACTIONS)[number]) =>
    [...onMetrics, ...composite]
      .filter(([, properties]) => properties[actions] !== undefined)
      .map(([name]) => name);

  it('are sent once for an incident, because members notify through the composite alarms', () => {
    const stack = newStack();
    const links = watchedAlarms({}, stack);
    links.addAction(new SnsAction(new Topic(stack, 'OnCall')));
    const found = synthesized(links);
    const onRecovery = [
      'UnlinkFailed',
      'AtlasThrottled',
      'ProjectUnreadable',
      'DriftLeft',
      'ReconcileFailed',
    ];
    const composite = ['AtlasPrivateLinkUnhealthy', 'DeadLettersWaiting'];
    expect(notifying(found, 'OKActions').sort()).toEqual([...onRecovery, ...composite].sort());
    expect(notifying(found, 'AlarmActions').sort()).toEqual(
      ['LastLinkRetained', ...onRecovery, ...composite].sort(),
    );
    expect(notifying(found, 'InsufficientDataActions')).toEqual(['ReconcileFailed']);
  });

  it('go to the topic and the actions of the props, each once', () => {
    const stack = newStack();
    const [own, other] = [new Topic(stack, 'Own'), new Topic(stack, 'Other')];
    const { alarms: links } = createLink({ alarmTopic: own, alarmActions: [new SnsAction(other)] }, stack);
    const { composite } = synthesized(links);
    const topics = [other, own].map((topic) => stack.resolve(topic.topicArn));
    for (const { AlarmActions, OKActions } of composite.values())
      expect([AlarmActions, OKActions]).toEqual([topics, topics]);
  });

  it('are off by default, without a topic', () => {
    const { alarms: links } = createLink();
    const found = synthesized(links);
    expect(ACTIONS.flatMap((actions) => notifying(found, actions))).toEqual([]);
  });
});

describe('the description of an alarm', () => {
  it('refers to its section, if the runbook has an address', () => {
    const { onMetrics, composite } = synthesized(watchedAlarms({ runbookUrl: 'https://wiki.example/atlas' }));
    expect(onMetrics.get('LinkFailed')?.AlarmDescription).toMatch(
      /Runbook: docs\/runbook\.md, section LinkFailed\. https:\/\/wiki\.example\/atlas#linkfailed$/,
    );
    expect(composite.get('DeadLettersWaiting')?.AlarmDescription).toMatch(/#deadletters$/);
  });

  it('gives the reason of the threshold, within the 1024 characters of CloudWatch', () => {
    for (const { AlarmDescription } of [...alarms.onMetrics.values(), ...alarms.composite.values()])
      expect(AlarmDescription.length).toBeLessThan(1024);
    for (const { AlarmDescription } of alarms.onMetrics.values())
      expect(AlarmDescription).toMatch(/[Ff]rom the first|[Nn]ot from the first|is over sooner/);
  });
});

import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { METRIC_DIMENSION, METRIC_NAMESPACE, Metric } from '../../../lambda/contract/metrics.js';
import type { AtlasPrivateLink, AtlasPrivateLinkProps } from '../../../lib/index.js';
import { createLink, templateOf } from '../synthesized-stack.js';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
  };
}

/** References are replaced by their logical ids. */
function widgetsOf(link: AtlasPrivateLink): Widget[] {
  const [dashboard] = Object.values(templateOf(link).findResources('AWS::CloudWatch::Dashboard'));
  const parts = dashboard?.Properties.DashboardBody['Fn::Join'][1] as (string | Record<string, unknown>)[];
  const body = parts.map((part) => (typeof part === 'string' ? part : [Object.values(part)[0]].flat()[0]));
  return (JSON.parse(body.join('')) as { widgets: Widget[] }).widgets;
}

const create = (props: Partial<AtlasPrivateLinkProps> = {}) => createLink(props);
const link = create();
const widgets = widgetsOf(link);

const metricsOf = (title: RegExp) => {
  const widget = widgets.find(({ properties }) => title.test(properties.title ?? ''));
  return (widget?.properties.metrics ?? []).map(([namespace, name, , value, options]) => ({
    namespace,
    name,
    value,
    options: (options ?? {}) as { readonly stat?: string; readonly label?: string; readonly period?: number },
  }));
};

describe('the dashboard', () => {
  it.each([
    [/Links by state/, ['LinksAvailable', 'LinksPending', 'LinksFailed', 'LinksRetained', 'LinksUnmanaged']],
    [/Drift/, ['DriftFound', 'DriftRepaired', 'DriftLeft']],
  ])('%s shows levels: the maximum of an hour, which has one value', (title, names) => {
    const metrics = metricsOf(title);
    expect(metrics.map(({ name }) => name)).toEqual(names);
    for (const { options } of metrics) expect(options).toMatchObject({ stat: 'Maximum', period: 3600 });
  });

  it.each([
    [
      /Conclusions/,
      [
        'LinkAvailable',
        'LinkFailed',
        'LinkTimedOut',
        'LinkEndpointDeleted',
        'LinkRemoved',
        'LinkRetained',
        'UnlinkFailed',
      ],
    ],
    [/Atlas/, ['AtlasRequests', 'AtlasErrors', 'AtlasRateLimited', 'ProjectUnreadable']],
  ])('%s shows sums', (title, names) => {
    const metrics = metricsOf(title);
    expect(metrics.map(({ name }) => name)).toEqual(names);
    for (const { options } of metrics) expect(options.stat).toBe('Sum');
  });

  it('shows the time to available as p50, p90 and the longest', () => {
    const metrics = metricsOf(/Seconds/);
    expect(metrics.map(({ options }) => options.stat)).toEqual(['p50', 'p90', 'Maximum']);
    expect(new Set(metrics.map(({ name }) => name))).toEqual(new Set(['TimeToAvailable']));
  });

  it('shows errors and throttles of every function', () => {
    const labels = ['ReceiveEndpointEvent', 'ProvisionTarget', 'PollLink', 'FinalizeLink', 'ReconcileLinks'];
    expect(metricsOf(/errors/).map(({ options }) => options.label)).toEqual(labels);
    expect(metricsOf(/throttles/).map(({ options }) => options.label)).toEqual(labels);
    templateOf(link).resourceCountIs('AWS::Lambda::Function', labels.length);
  });

  it('uses metrics that the functions of this automation write', () => {
    const own = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([namespace]) => namespace === METRIC_NAMESPACE);
    const written: readonly string[] = Object.values(Metric);
    expect(own.filter(([, name]) => !written.includes(String(name)))).toEqual([]);
    for (const [, , dimension, value] of own)
      expect([dimension, value]).toEqual([METRIC_DIMENSION, link.serviceName]);
  });

  it('has fewer than the 50 metrics of a free dashboard', () => {
    const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? []);
    expect(new Set(metrics.map((metric) => JSON.stringify(metric.slice(0, 4)))).size).toBeLessThan(50);
  });

  it('shows the state of every alarm', () => {
    const { alarms = [] } = widgets.find(({ type }) => type === 'alarm')?.properties ?? {};
    const template = templateOf(link);
    const types = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'];
    const ids = types.flatMap((type) => Object.keys(template.findResources(type)));
    expect([...alarms].sort()).toEqual(ids.sort());
  });
});

describe('the text of the dashboard', () => {
  const textOf = (candidate: AtlasPrivateLink) =>
    widgetsOf(candidate).find(({ type }) => type === 'text')?.properties.markdown ?? '';

  it('refers to the sections of the runbook, and to the executions', () => {
    const text = textOf(create({ runbookUrl: 'https://wiki.example/atlas' }));
    for (const section of ['AtlasPrivateLinkUnhealthy', ...link.alarms.onMetrics.map(({ node }) => node.id)])
      expect(text).toContain(`[${section}](https://wiki.example/atlas#${section.toLowerCase()})`);
    expect(text).toMatch(/\[Link workflow\]\(https:.*states\/home.*LinksEngineWorkflow/);
  });

  it('names the sections if the runbook has no address', () => {
    expect(textOf(link)).toContain('LinkFailed · LinkTimedOut');
    expect(textOf(link)).not.toContain('[LinkFailed]');
  });
});

describe('an automation without a dashboard', () => {
  it('has none', () => {
    const without = create({ dashboard: false });
    expect(without.dashboard).toBeUndefined();
    templateOf(without).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    expect(Stack.of(without)).not.toBe(Stack.of(link));
  });
});

/** Compares names and numbers in the documents with the code. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { recorded } from '../../bench/recorded.js';
import { SETTINGS } from '../../bin/setting-table.js';
import { SESSION_SECONDS } from '../../lambda/aws/member-sessions.js';
import {
  ASYNC_RETRY_ATTEMPTS,
  ATLAS_BASE_URL,
  ATLAS_FOR_GOVERNMENT_BASE_URL,
  ATLAS_RATE_LIMIT,
  DEAD_LETTER_RETENTION_DAYS,
  DEFAULT_LINK_TIMEOUT_SECONDS,
  DELIVERY_MAX_EVENT_AGE_SECONDS,
  EVENT_BUS_POLICY_CHARACTERS,
  FIRST_STRINGS_POLL_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
} from '../../lambda/contract/limits.js';
import {
  DEFAULT_NAMESPACE,
  externalIdOf,
  forwarderRoleName,
  HEARTBEAT_MINUTES,
  HUB_ROLE_TAG,
  hubBusName,
  memberParameterName,
  memberQueueName,
  memberRoleName,
  membersPath,
  SILENT_MILLISECONDS,
} from '../../lambda/contract/members.js';
import { METRIC_NAMESPACE, Metric } from '../../lambda/contract/metrics.js';
import {
  CONNECTION_STRINGS_CHANGED,
  DRIFT_KINDS,
  EVENT_SOURCE,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
} from '../../lambda/contract/published-event.js';
import {
  ADVANCED_PARAMETER_BYTES,
  linkParameterName,
  memberLinksPath,
  RegistryPath,
  STANDARD_PARAMETER_BYTES,
} from '../../lambda/contract/registry.js';
import { StatusTag } from '../../lambda/contract/tags.js';
import { WARNING_CODES, Warning } from '../../lambda/contract/warnings.js';
import { OUTCOMES } from '../../lambda/contract/workflow.js';
import { concludeLink } from '../../lambda/domain/following/conclude-link.js';
import { STRINGS_POLL_SECONDS } from '../../lambda/domain/following/follow-connection-strings.js';
import type { PublishedEvent } from '../../lambda/domain/model/ports/events.js';
import { FORGOTTEN_MILLISECONDS } from '../../lambda/domain/reconciling/member-reports.js';
import { MEMBER_SECONDS } from '../../lambda/domain/reconciling/reconcile-members.js';
import { ORIGINS } from '../../lambda/execution-data/workflow-input.js';
import { AUTOMATION_PROPS, OTHER_PROPS } from '../../pages/tables/props-tables.js';
import { FakeVpcEndpoints } from '../domain/fake-aws.js';
import { recordingPorts } from '../domain/recording-ports.js';
import { EXECUTION_ARN, linkDescription, workflowInput } from '../domain/samples.js';
import { VirtualClock } from '../domain/virtual-clock.js';
import { createLink, templateOf } from '../lib/synthesized-stack.js';
import { synthesized, watchedAlarms } from '../lib/watched-alarms.js';
import { allDocuments, anchorsOf, documentText, ROOT } from './documents.js';
import { expectValidConclusion, SCHEMA_VALUES } from './event-schema.js';

/** The formatter pads the cells of tables. */
const unpadded = (path: string) => documentText(path).replace(/ {2,}/g, ' ');
const readme = unpadded('README.md');
const limits = unpadded('docs/limits.md');
const props = unpadded('docs/props.md');
const monitoring = unpadded('docs/monitoring.md');
const runbook = documentText('docs/runbook.md');

const CONCLUSIONS = OUTCOMES.filter(
  (outcome) => !['pending', 'again', 'retry', 'awaited', 'accepted', 'due', 'dropped'].includes(outcome),
);

describe('alarms', () => {
  const { onMetrics, composite } = synthesized(watchedAlarms({ watchesMembers: true }));
  const names = [...onMetrics.keys()];

  it('each have a section of the runbook, and name it', () => {
    // Headings of several words are sections without an alarm.
    const sections = [...runbook.matchAll(/^## (\S+)$/gm)].map(([, heading]) => heading);
    expect(sections).toEqual(['AtlasPrivateLinkUnhealthy', ...names]);
    for (const [name, { AlarmDescription }] of onMetrics)
      expect(AlarmDescription).toContain(`docs/runbook.md, section ${name}.`);
    for (const { AlarmDescription } of composite.values())
      expect(sections).toContain(/section (\w+)\.$/.exec(AlarmDescription)?.[1]);
  });

  it('have sections that say how to find the cause, what to do, and how to check', () => {
    for (const section of runbook.split(/^## /m).filter((text) => /^\S+\n/.test(text))) {
      const steps = [...section.matchAll(/^\*\*(\w+)/gm)].map(([, step]) => step);
      expect(steps, section.split('\n')[0]).toEqual(['Check', 'Remedy', 'Afterwards']);
    }
  });

  it('are all on the monitoring page, with who is notified', () => {
    for (const name of [...composite.keys(), ...names]) {
      const row = monitoring.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row, name).toMatch(/\| (of alarm[\w, ]*|through `\w+`) \|$/);
    }
    expect([...composite.keys()]).toContain('AtlasPrivateLinkUnhealthy');
  });

  it('of the automation are these', () => {
    const ofAutomation = [...synthesized(createLink().alarms).onMetrics.keys()];
    expect(ofAutomation.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('use metrics that are written', () => {
    const watched = [...onMetrics.values()]
      .filter(({ Namespace }) => Namespace === METRIC_NAMESPACE)
      .map(({ MetricName }) => MetricName);
    const written: readonly unknown[] = Object.values(Metric);
    expect(watched.length).toBeGreaterThan(5);
    expect(watched.filter((name) => !written.includes(name))).toEqual([]);
  });

  it('use the rate limits of Atlas that the runbook names', () => {
    const { CAPACITY, REFILL_PER_MINUTE } = ATLAS_RATE_LIMIT;
    expect(runbook).toContain(`bucket of ${CAPACITY} requests about private endpoints`);
    expect(runbook).toContain(`refilled by ${REFILL_PER_MINUTE} a minute`);
  });
});

describe('the saved queries', () => {
  it('are documented in the runbook under their names', () => {
    const queries = templateOf(createLink()).findResources('AWS::Logs::QueryDefinition');
    const titles = Object.values(queries).map(({ Properties }) => String(Properties.Name).split('/')[1]);
    const rows = [...runbook.replace(/ {2,}/g, ' ').matchAll(/^\| ([^|]+) \|/gm)].map(([, cell]) => cell);
    expect(rows.slice(-titles.length)).toEqual(titles);
  });
});

describe('the page of monitoring', () => {
  it('lists every metric, and no other', () => {
    const rows = [...monitoring.matchAll(/^\| `(\w+)` \| (count|seconds) \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.values(Metric));
  });
});

describe('the README', () => {
  it('refers to a list of every setting of the app', () => {
    const operations = documentText('docs/operations.md');
    expect(readme).toContain('docs/operations.md');
    for (const [name, [variable]] of Object.entries(SETTINGS)) {
      expect(operations).toMatch(new RegExp(`\`${name}\`.*\`${variable}\``));
    }
  });

  it('has the figures recorded by the benchmark, as the page of limits has', () => {
    const { lag, peers, requests } = recorded;
    const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
    const ours = lag.find(({ name }) => name === 'push, d <= 15 s');
    const seconds = [ours, ...peers].map((one) => `${one?.meanLagSeconds.toFixed(1)} s`);
    const counts = [requests[0], ...peers].map((one) => Math.round(one?.meanRequests ?? 0).toFixed(0));
    for (const page of [readme, limits]) {
      expect(page).toContain(row(['mean lag until a ready link is noticed', ...seconds]));
      expect(page).toContain(row(['HTTP requests for one link (API key)', ...counts]));
      expect(page).toContain(`$${requests[0]?.meanDollars.toFixed(4)}`);
    }
    expect(limits).toContain(`${Math.round(requests[0]?.meanTransitions ?? 0)} state transitions`);
    expect(limits).toContain(`${Math.round(requests[0]?.meanInvocations ?? 0)} short invocations`);
  });
});

describe('the page of props', () => {
  it('lists every prop of the automation', () => {
    const names = ['lib/automation/atlas-private-link-props.ts', 'lib/engine/link-engine-props.ts']
      .flatMap((file) => [...documentText(file).matchAll(/^ {2}readonly (\w+)\??:/gm)])
      .map(([, name]) => name);
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(props).toContain(`| \`${name}\` |`);
  });

  it('has every interface of props that the library exports', () => {
    const exported = [...documentText('lib/index.ts').matchAll(/\b(\w+Props)\b/g)].map(([, name]) => name);
    const shown = [AUTOMATION_PROPS, ...OTHER_PROPS.map(({ interfaceName }) => interfaceName)];
    // Props that the automation and the provider have in common are in the tables of both.
    expect(exported.filter((name) => !shown.includes(name ?? ''))).toEqual(['LinkEngineProps']);
  });

  it('has the numbers of the code', () => {
    const hours = Duration.seconds(DEFAULT_LINK_TIMEOUT_SECONDS).toHours();
    expect(props).toContain(`| \`linkTimeout\` | \`Duration.hours(${hours})\` |`);
    expect([MIN_LINK_TIMEOUT_SECONDS, MAX_LINK_TIMEOUT_SECONDS]).toEqual([60, 86_400]);
    expect(props).toContain('from one minute to one day');
    for (const text of [ATLAS_BASE_URL, ATLAS_FOR_GOVERNMENT_BASE_URL, ...Object.values(StatusTag)])
      expect(props).toContain(text);
  });
});

describe('the other pages', () => {
  it('have the numbers of the code', () => {
    const hours = Duration.seconds(DELIVERY_MAX_EVENT_AGE_SECONDS).toHours();
    expect(limits).toContain(`Events wait up to ${hours} hours`);
    expect(limits).toContain(`is tried ${ASYNC_RETRY_ATTEMPTS + 1} times`);
    for (const text of [limits, runbook])
      expect(text).toContain(`kept for ${DEAD_LETTER_RETENTION_DAYS} days`);
    const architecture = documentText('docs/architecture.md').replace(/\n\s*/g, ' ');
    expect(architecture).toContain(
      `first after ${FIRST_STRINGS_POLL_SECONDS} s, then every ${STRINGS_POLL_SECONDS} s`,
    );
    const life = unpadded('docs/life-of-a-link.md').replace(/\n/g, '');
    expect(life).toContain(
      `of more than ${STANDARD_PARAMETER_BYTES / 1024} KB is stored in an advanced parameter`,
    );
    expect(life).toContain(`one of more than ${ADVANCED_PARAMETER_BYTES / 1024} KB is not stored`);
  });

  it('have the names of the code', () => {
    const events = documentText('docs/events.md');
    for (const text of [EVENT_SOURCE, LINK_CONCLUDED, CONNECTION_STRINGS_CHANGED, LINKS_RECONCILED])
      expect(events).toContain(text);
    const life = documentText('docs/life-of-a-link.md');
    for (const text of [RegistryPath.LINKS, RegistryPath.CONNECTION_STRINGS]) expect(life).toContain(text);
    expect(monitoring).toContain(METRIC_NAMESPACE);
  });
});

describe('the runbook of members and drift', () => {
  const text = runbook.replace(/\n/g, ' ');

  it('has the times after which a member is reported', () => {
    expect(text).toContain(`no heartbeat for longer than ${SILENT_MILLISECONDS / 3_600_000} hours`);
    expect(text).toContain(`took longer than ${MEMBER_SECONDS / 60} minutes`);
    expect(text).toContain(`forgets it after ${FORGOTTEN_MILLISECONDS / (24 * 3_600_000)} days`);
  });

  it('names every kind of drift that waits for a person', () => {
    const nobodyWaits = ['unmanaged', 'last-link-retained'];
    const kinds = DRIFT_KINDS.filter((kind) => !nobodyWaits.includes(kind));
    expect(kinds.filter((kind) => !runbook.includes(`\`${kind}\``))).toEqual([]);
  });
});

describe('the page of organizations', () => {
  const organization = documentText('docs/organization.md').replace(/\n\s*/g, ' ');

  it('has the numbers of the code', () => {
    const hour = 3_600_000;
    for (const text of [
      `an event every ${HEARTBEAT_MINUTES} minutes`,
      `of ${SESSION_SECONDS / 60} minutes, from STS`,
      `was not heard for ${SILENT_MILLISECONDS / hour} hours`,
      `neither heard nor reached for ${FORGOTTEN_MILLISECONDS / (24 * hour)} days`,
      `forgets it after ${FORGOTTEN_MILLISECONDS / (24 * hour)} days`,
      `for at most ${MEMBER_SECONDS / 60} minutes each`,
      `for ${DEAD_LETTER_RETENTION_DAYS} days`,
      `sends ${(30 * 24 * 60) / HEARTBEAT_MINUTES} heartbeats a month`,
      `the bus holds ${EVENT_BUS_POLICY_CHARACTERS.toLocaleString('en')} characters`,
    ])
      expect(organization).toContain(text);
  });

  it('has the names of the code', () => {
    const namespace = DEFAULT_NAMESPACE;
    const hub = { account: '<account>', region: '<Region>', namespace: '<namespace>' };
    const names = [hubBusName, memberRoleName, forwarderRoleName, memberQueueName, memberParameterName];
    for (const name of names.map((one) => one(namespace))) expect(organization).toContain(`\`${name}\``);
    for (const text of [externalIdOf(hub), HUB_ROLE_TAG, `${membersPath(namespace)}/`])
      expect(organization).toContain(text);
    expect(organization).toContain(`\`${linkParameterName('<endpoint id>')}\``);
    const path = memberLinksPath({ account: '<account>', region: '<region>' });
    expect(organization).toContain(linkParameterName('<endpoint id>', path));
  });
});

describe('links between documents', () => {
  it.each(allDocuments())('of %s have existing targets', (path) => {
    const text = documentText(path);
    const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
    for (const target of targets.filter((candidate) => !candidate.startsWith('http'))) {
      const [file = '', anchor] = target.split('#');
      const resolved = file === '' ? path : normalize(join(dirname(path), file));
      expect(existsSync(join(ROOT, resolved)), `${path}: ${target}`).toBe(true);
      if (anchor !== undefined)
        expect(anchorsOf(documentText(resolved)), `${path}: ${target}`).toContain(anchor);
    }
  });
});

describe('the published event', () => {
  it('has the outcomes, goals, origins and warnings of the contract', () => {
    expect(SCHEMA_VALUES).toEqual({
      outcomes: expect.arrayContaining(CONCLUSIONS),
      goals: ['available', 'deleted'],
      origins: ORIGINS,
      warnings: WARNING_CODES,
      driftKinds: DRIFT_KINDS,
    });
    expect(SCHEMA_VALUES.outcomes).toHaveLength(CONCLUSIONS.length);
  });

  it('of the example is as the schema says', () => {
    const example = JSON.parse(documentText('docs/events/link-concluded.example.json'));
    expect([example.source, example['detail-type']]).toEqual([EVENT_SOURCE, LINK_CONCLUDED]);
    expectValidConclusion(example.detail);
  });

  it.each(CONCLUSIONS)('of an execution that ends as %s is as the schema says', async (outcome) => {
    const published: PublishedEvent[] = [];
    const observation = {
      outcome,
      waitSeconds: 1,
      observedAt: '2026-08-10T03:06:00Z',
      description: linkDescription(),
      message: 'words',
      advice: 'advice',
    };
    const warnings = [{ code: Warning.CLUSTER_PAUSED, message: 'words', advice: 'advice' }];
    const deps = {
      ...recordingPorts(),
      owner: 'links',
      events: { publish: async (event: PublishedEvent) => void published.push(event) },
      endpoints: new FakeVpcEndpoints(),
      clock: new VirtualClock(),
      tagEndpoints: false,
    };
    const input = workflowInput({ warnings });
    await concludeLink(deps, { executionArn: EXECUTION_ARN, input, observation });
    expect(published).toHaveLength(1);
    expectValidConclusion(published[0]?.detail);
  });
});

import { expect, it } from 'vitest';
import { Metric } from '../../../lambda/contract/metrics.js';
import { concludeReconciliation } from '../../../lambda/domain/reconciling/conclude-reconciliation.js';
import { newProgress, summaryOf } from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { recordingPorts } from '../recording-ports.js';
import { VirtualClock } from '../virtual-clock.js';

const PROGRESS = {
  ...newProgress(new Date('2026-08-10T03:00:00Z'), false),
  found: 9,
  repaired: 2,
  left: 7,
  unreadableProjects: 1,
  unreachableMembers: 2,
  silentMembers: 1,
  memberDeadLetters: 4,
};

async function concluded({ dryRun = false, hub }: { dryRun?: boolean; hub?: object } = {}) {
  const ports = recordingPorts();
  const published: string[] = [];
  const events = { publish: async ({ type }: { readonly type: string }) => void published.push(type) };
  const clock = new VirtualClock();
  const progress = { ...PROGRESS, dryRun };
  const slice = {
    status: 'done',
    waitSeconds: 1,
    progress,
    summary: summaryOf(progress, clock.now()),
  } as const;
  await concludeReconciliation({ ...ports, events, clock, hub }, 'arn:execution', slice);
  return { ...ports, published };
}

it('differences that have a metric of their own do not count as left, so that each causes one alarm', async () => {
  const { counted, published } = await concluded({ hub: {} });
  expect(published).toHaveLength(1);
  expect(counted).toMatchObject({
    [Metric.DRIFT_FOUND]: 9,
    [Metric.DRIFT_REPAIRED]: 2,
    [Metric.DRIFT_LEFT]: 3,
    [Metric.PROJECT_UNREADABLE]: 1,
    [Metric.MEMBER_UNREACHABLE]: 2,
    [Metric.MEMBER_SILENT]: 1,
    [Metric.MEMBER_DEAD_LETTERS]: 4,
  });
});

it('an automation without members has no metric of members', async () => {
  const { counted } = await concluded();
  expect(counted).not.toHaveProperty(Metric.MEMBER_UNREACHABLE);
});

it('a dry run is logged, and changes no metric and no event', async () => {
  const { counted, published, lines } = await concluded({ dryRun: true });
  expect([counted, published, lines.length]).toEqual([{}, [], 1]);
});

/** Two executions of the reconciliation at the same time: started by hand beside the schedule, or delivered twice. */
import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import type { ReconciliationLeasePort } from '../../lambda/domain/model/ports/reconciliation-lease.js';
import type { ReconcileProgress } from '../../lambda/domain/reconciling/reconcile-progress.js';
import {
  type ReconcileLinksDependencies,
  reconcileLinks,
} from '../../lambda/runtime/functions/reconcile-links.js';
import { FakeVpcEndpoints } from '../domain/fake-aws.js';
import { setUpReconciliation } from '../domain/reconciling/reconcile-dependencies.js';
import { EXECUTION_ARN, linkDescription, OWN, vpcEndpoint } from '../domain/samples.js';

/** As the table has it. */
class FakeLease implements ReconciliationLeasePort {
  holder: string | undefined;
  until = 0;

  async take(holder: string, now: Date, until: Date): Promise<boolean> {
    if (this.holder !== undefined && this.holder !== holder && this.until >= now.getTime()) return false;
    this.holder = holder;
    this.until = until.getTime();
    return true;
  }

  async release(holder: string): Promise<void> {
    if (this.holder === holder) this.holder = undefined;
  }
}

const [MISSED, REMOVED, DELETED, SIBLING] = [1, 2, 3, 4].map(
  (number) => `vpce-${String(number).padStart(17, '0')}`,
) as [string, string, string, string];

function record(endpointId: string, parts: Partial<LinkRecord> = {}): LinkRecord {
  return {
    version: 1,
    state: 'available',
    link: linkDescription({ endpointId, connectionStatus: 'AVAILABLE' }),
    ...OWN,
    execution: `${endpointId}_e1`,
    executionStartedAt: '2026-08-01T01:05:05.000Z',
    firstSeenAt: '2026-08-01T01:05:05.000Z',
    lastSeenAt: '2026-08-01T01:06:00.000Z',
    message: '',
    advice: '',
    warnings: [],
    ...parts,
  };
}

function setUp(lease: ReconciliationLeasePort | undefined) {
  const { atlas, clock, registry, workflow, events, deps: others } = setUpReconciliation(() => shown);
  for (const endpointId of [DELETED, SIBLING])
    atlas.links.set(endpointId, linkDescription({ endpointId, connectionStatus: 'AVAILABLE' }));
  registry.records.set(REMOVED, record(REMOVED));
  registry.records.set(SIBLING, record(SIBLING));
  registry.records.set(DELETED, record(DELETED, { missingSince: '2026-08-02T00:00:00.000Z' }));
  const shown = [
    vpcEndpoint({ endpointId: MISSED, state: 'pendingacceptance' }),
    vpcEndpoint({ endpointId: REMOVED, state: 'pendingacceptance' }),
    vpcEndpoint({ endpointId: SIBLING, state: 'available' }),
  ];
  const endpoints = Object.assign(new FakeVpcEndpoints(), {
    describe: async (id: string) => shown.find(({ endpointId }) => endpointId === id),
  });
  const deps = {
    ...others,
    endpoints,
    observability: { correlate: () => undefined },
    lease,
  } as unknown as ReconcileLinksDependencies;
  return { deps, registry, workflow, events, clock };
}

const SECOND = EXECUTION_ARN.replace(/[^:]+$/, 'second');

/** The loop of the state machine. */
class Pass {
  isDone = false;
  private progress: ReconcileProgress | undefined;

  constructor(
    private readonly deps: ReconcileLinksDependencies,
    private readonly executionArn: string,
  ) {}

  async slice(): Promise<void> {
    const state = this.progress === undefined ? {} : { slice: { progress: this.progress } };
    const slice = await reconcileLinks(this.deps, { executionArn: this.executionArn, state });
    this.progress = JSON.parse(JSON.stringify(slice.progress)) as ReconcileProgress;
    this.isDone = slice.status === 'done';
    if (!this.isDone) await this.deps.clock.sleep(slice.waitSeconds * 1000);
  }

  async toEnd(): Promise<void> {
    for (let turn = 0; turn < 1000 && !this.isDone; turn += 1) await this.slice();
    expect(this.isDone).toBe(true);
  }
}

/** Runs a slice of another pass before the call of this number that the pass makes, at all its ports. */
function interrupted(deps: ReconcileLinksDependencies, callNumber: number, before: () => Promise<void>) {
  let calls = 0;
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        const call = value as (...args: unknown[]) => unknown;
        if (name === 'rateBudget') return call.bind(target);
        return async (...args: unknown[]) => {
          calls += 1;
          if (calls === callNumber) await before();
          return call.apply(target, args);
        };
      },
    });
  const { atlas, registry, workflow, endpoints } = deps;
  const wrapped = {
    atlas: wrap(atlas),
    registry: wrap(registry),
    workflow: wrap(workflow),
    endpoints: wrap(endpoints),
  };
  return { deps: { ...deps, ...wrapped }, calls: () => calls };
}

/** @returns endpoints for which more than one execution has been started, at any interleaving */
async function startedTwice(leaseOf: () => ReconciliationLeasePort | undefined): Promise<string[]> {
  const twice = new Set<string>();
  for (let callNumber = 1; ; callNumber += 1) {
    const { deps, workflow } = setUp(leaseOf());
    const second = new Pass(deps, SECOND);
    const first = interrupted(deps, callNumber, () => second.slice());
    await new Pass(first.deps, EXECUTION_ARN).toEnd();
    if (first.calls() < callNumber) return [...twice];
    await second.toEnd();
    const started = [...workflow.executionStates.values()].map(
      ({ target }) => (target as { endpointId: string }).endpointId,
    );
    for (const id of [MISSED, REMOVED, DELETED]) expect(started).toContain(id);
    for (const id of started) if (started.indexOf(id) !== started.lastIndexOf(id)) twice.add(id);
  }
}

describe('two passes of the reconciliation at once', () => {
  it('start one execution for each endpoint, wherever the second begins', async () => {
    expect(await startedTwice(() => new FakeLease())).toEqual([]);
  });

  it('would start two executions for an endpoint without the lease', async () => {
    expect((await startedTwice(() => undefined)).length).toBeGreaterThan(0);
  });

  it('publish their summaries one after the other, each of what it has compared', async () => {
    const { deps, events } = setUp(new FakeLease());
    const [first, second] = [new Pass(deps, EXECUTION_ARN), new Pass(deps, SECOND)];
    await deps.lease?.take('first', deps.clock.now(), new Date(deps.clock.now().getTime() + 100_000));
    const beganAt = deps.clock.now().toISOString();
    await second.slice();
    expect(second.isDone).toBe(false);
    await deps.lease?.release('first');
    await first.toEnd();
    await second.toEnd();
    const summaries = events.events.map(({ detail }) => detail as { compared: number; startedAt: string });
    expect(summaries.map(({ compared }) => compared)).toEqual([4, 4]);
    // The wait is no part of it.
    expect(summaries[1]?.startedAt).not.toBe(beganAt);
  });

  it('do not wait for a pass that was stopped, once its lease has ended', async () => {
    const { deps, clock } = setUp(new FakeLease());
    await deps.lease?.take('stopped', clock.now(), new Date(clock.now().getTime() + 900_000));
    const began = clock.now().getTime();
    await new Pass(deps, SECOND).toEnd();
    const waited = (clock.now().getTime() - began) / 1000;
    expect(waited).toBeGreaterThan(900);
    expect(waited).toBeLessThan(1000);
  });

  it('end without a summary if the other one has not ended in time', async () => {
    const { deps, events } = setUp({ take: async () => false, release: async () => undefined });
    await new Pass(deps, SECOND).toEnd();
    expect(events.events).toEqual([]);
  });

  it('go on if it is not known whether another one is working', async () => {
    const { deps, events } = setUp({
      take: () => Promise.reject(new Error('no response')),
      release: () => Promise.reject(new Error('no response')),
    });
    await new Pass(deps, SECOND).toEnd();
    expect(events.events).toHaveLength(1);
  });
});

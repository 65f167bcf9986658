import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import {
  type ReconcileDependencies,
  reconcileSlice,
} from '../../../lambda/domain/reconciling/reconcile-links.js';
import {
  countPending,
  newProgress,
  type ReconcileProgress,
} from '../../../lambda/domain/reconciling/reconcile-progress.js';
import { MOST_PENDING } from '../../../lambda/domain/reconciling/reconcile-survey.js';
import { atlasError } from '../atlas-errors.js';
import { FakeRegistry, FakeVpcEndpoints } from '../fake-aws.js';
import { EXECUTION_ARN, linkDescription, OWN, vpcEndpoint } from '../samples.js';
import { setUpReconciliation } from './reconcile-dependencies.js';

/** Counts how often the whole registry is read. */
class ListedRegistry extends FakeRegistry {
  listed = 0;

  override async list(): Promise<readonly LinkRecord[]> {
    this.listed += 1;
    return super.list();
  }
}

function refusedRecord(endpointId: string): LinkRecord {
  return {
    version: 1,
    state: 'failed',
    link: linkDescription({ endpointId, connectionStatus: 'REJECTED' }),
    ...OWN,
    execution: `${endpointId}_e1`,
    executionStartedAt: '2026-08-10T01:05:05.000Z',
    firstSeenAt: '2026-08-10T01:05:05.000Z',
    lastSeenAt: '2026-08-10T01:06:00.000Z',
    message: '',
    advice: '',
    warnings: [],
  };
}

/** Refused links, which have to be checked one by one, because the lists do not contain enough. */
function setUp(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `vpce-${index.toString(16).padStart(17, '0')}`);
  const { atlas, clock, deps: others } = setUpReconciliation(() => shown);
  const registry = new ListedRegistry();
  for (const endpointId of ids) {
    atlas.links.set(endpointId, linkDescription({ endpointId, connectionStatus: 'REJECTED' }));
    registry.records.set(endpointId, refusedRecord(endpointId));
  }
  const shown = ids.map((endpointId) => vpcEndpoint({ endpointId, state: 'rejected' }));
  const deps: ReconcileDependencies = { ...others, registry };
  return { ids, atlas, clock, registry, deps };
}

/** Runs all slices; a failed one is retried as by the state machine. */
async function pass(deps: ReconcileDependencies): Promise<ReconcileProgress> {
  let progress = newProgress(deps.clock.now(), false);
  for (let turn = 0; turn < 50; turn += 1) {
    const slice = await reconcileSlice(deps, EXECUTION_ARN, progress).catch((error: unknown) => {
      if (error instanceof RegistryUnavailableError) return undefined;
      throw error;
    });
    if (slice?.status === 'done') return slice.progress;
    if (slice !== undefined) expect(countPending(slice.progress)).toBeLessThanOrEqual(MOST_PENDING);
    // Serialized as in the state machine.
    progress =
      slice === undefined ? progress : (JSON.parse(JSON.stringify(slice.progress)) as ReconcileProgress);
  }
  throw new Error('The reconciliation does not end.');
}

describe('a reconciliation in slices', () => {
  it('checks each link once, with more links than a state can contain', async () => {
    const { ids, atlas, registry, deps } = setUp(MOST_PENDING + 500);
    expect(await pass(deps)).toMatchObject({ compared: ids.length, found: 0, links: { failed: ids.length } });
    const found = atlas.calls.filter((call) => call.startsWith('find'));
    expect(found.sort()).toEqual(ids.map((id) => `find ${id}`));
    expect(registry.listed).toBe(2);
  });

  it('does not read the registry again when a later slice fails and is retried', async () => {
    const { ids, registry, deps } = setUp(300);
    const { clock } = deps;
    let finds = 0;
    const find = registry.find.bind(registry);
    registry.find = async (id) => {
      finds += 1;
      if (finds % 50 === 0) throw new RegistryUnavailableError('Rate exceeded');
      await clock.sleep(2000);
      return find(id);
    };
    expect(await pass(deps)).toMatchObject({ compared: ids.length });
    expect(registry.listed).toBe(1);
  });

  it('reports an unreadable project once, and continues without its links', async () => {
    const { atlas, deps } = setUp(300);
    const first = await reconcileSlice(deps, EXECUTION_ARN, newProgress(deps.clock.now(), false));
    expect(first).toMatchObject({ status: 'more', progress: { compared: 0 } });
    atlas.failNext('list', atlasError('forbidden'));
    const second = await reconcileSlice(deps, EXECUTION_ARN, first.progress);
    expect(second).toMatchObject({
      status: 'done',
      summary: { left: 1, drift: [{ kind: 'unreadable', endpointId: '' }] },
    });
  });

  it('continues the progress of an earlier version', async () => {
    const { ids, deps } = setUp(10);
    const begun = { ...newProgress(deps.clock.now(), false), compared: 4 };
    const cursor = { projectIndex: 0, afterEndpointId: ids[3] ?? '' };
    const slice = await reconcileSlice(deps, EXECUTION_ARN, { ...begun, cursor });
    expect(slice).toMatchObject({ status: 'done', summary: { compared: 10 } });
  });

  it('does not read a link from Atlas while its execution is running', async () => {
    const { ids, atlas, registry, deps } = setUp(1);
    const [endpointId = ''] = ids;
    const record = { ...refusedRecord(endpointId), state: 'linking' as const };
    registry.records.set(endpointId, record);
    await deps.workflow.start(record.execution, {} as never);
    expect(await pass(deps)).toMatchObject({ compared: 1, found: 0, links: { pending: 1 } });
    expect(atlas.countOf('find')).toBe(0);
  });

  it('removes no record that has been written since the lists were read', async () => {
    const { ids, atlas, registry, deps } = setUp(300);
    const [endpointId = ''] = ids;
    // Without a link in Atlas and an endpoint in EC2, the record is a leftover.
    atlas.links.delete(endpointId);
    const shown = await deps.endpointList.listByServiceNames([]);
    const others = shown.filter((endpoint) => endpoint.endpointId !== endpointId);
    const endpoints = new FakeVpcEndpoints();
    endpoints.descriptions = [undefined];
    const changed = { ...deps, endpoints, endpointList: { listByServiceNames: async () => others } };
    const first = await reconcileSlice(changed, EXECUTION_ARN, newProgress(deps.clock.now(), false));
    const claim = { ...refusedRecord(endpointId), state: 'linking' as const, execution: 'another' };
    registry.records.set(endpointId, claim);
    await deps.workflow.start('another', {} as never);
    expect(await reconcileSlice(changed, EXECUTION_ARN, first.progress)).toMatchObject({ status: 'done' });
    expect(registry.records.get(endpointId)).toEqual(claim);
  });
});

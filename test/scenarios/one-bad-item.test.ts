import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import {
  connectionStringParameterName,
  linkParameterName,
  type StoredLinkRecord,
} from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { linkExecutionsIn } from './scenario-world.js';

/** Two links, an endpoint whose event was lost, and an invalid item. */
async function startWithLostEvent(clusters: readonly string[] = ['Cluster0']) {
  const world = await startAutomation({ props: {} });
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  const { endpointId } = world.createVpcEndpoint();
  await world.time.run();
  for (const name of clusters) world.atlas.world.createCluster(project, { name, regionNames: ['EU_WEST_1'] });
  await world.time.run(600);
  world.loseEvents(1);
  const lost = world.createVpcEndpoint().endpointId;
  await world.time.run(600);
  return { world, endpointId, lost };
}

function driftIn(world: World) {
  const last = world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail | undefined;
  return last?.drift ?? [];
}

function put(world: World, name: string, value: string): void {
  world.aws.parameters.put({ name, value, type: 'String', overwrite: true });
}

async function expectOthersReconciled(world: World, lost: string): Promise<void> {
  await reconcile(world);
  expect(listedIn(world)).toContain(lost);
  expect(recordOf(world, lost)?.state).toBe('available');
  expect(world.aws.executions.all.filter(({ status }) => status === 'FAILED')).toEqual([]);
}

describe('one invalid item does not prevent the reconciliation of others', () => {
  it('a record with an invalid id is reported, and checked again next time', async () => {
    const { world, endpointId, lost } = await startWithLostEvent();
    const record = recordOf(world, endpointId) as StoredLinkRecord;
    const badId = 'vpce-NO_SUCH.id';
    put(
      world,
      linkParameterName(badId),
      JSON.stringify({ ...record, link: { ...record.link, EndpointId: badId } }),
    );
    await expectOthersReconciled(world, lost);
    const bad = {
      kind: 'unreadable',
      endpointId: badId,
      result: 'left',
      message: expect.stringMatching(/Malformed/),
    };
    expect(driftIn(world)).toContainEqual(expect.objectContaining(bad));
    await reconcile(world);
    expect(driftIn(world)).toContainEqual(expect.objectContaining(bad));
    expect(world.aws.metrics.sum('DriftLeft')).toBeGreaterThanOrEqual(2);
  });

  it('a record under the name of another endpoint is not used for either', async () => {
    const { world, endpointId, lost } = await startWithLostEvent();
    put(world, linkParameterName('vpce-0000000000000feed'), JSON.stringify(recordOf(world, endpointId)));
    await expectOthersReconciled(world, lost);
    expect(driftIn(world)).toContainEqual(
      expect.objectContaining({ kind: 'unreadable', endpointId: 'vpce-0000000000000feed' }),
    );
    expect(listedIn(world)).toContain(endpointId);
  });

  it.each(['', 'with space', 'Größe', 'a/b', '../x', 'x'.repeat(1000), 'emoji 😀'])(
    'a cluster named %j does not affect the strings of the others',
    async (name) => {
      const { world, endpointId, lost } = await startWithLostEvent(['Cluster0', name]);
      await expectOthersReconciled(world, lost);
      const stored = connectionStringParameterName(endpointId, 'Cluster0', 'srv');
      expect(world.aws.parameters.get(stored)?.value).toMatch(/^mongodb\+srv:/);
      expect(driftIn(world)).toContainEqual(expect.objectContaining({ kind: 'unreadable', endpointId }));
    },
  );

  it('for any content of a record, the others are reconciled', async () => {
    const { world, lost } = await startWithLostEvent();
    const { endpointId } = { endpointId: 'vpce-0000000000000beef' };
    await expectOthersReconciled(world, lost);
    const base = recordOf(world, lost) as StoredLinkRecord;
    const own = { ...base, link: { ...base.link, EndpointId: endpointId } };
    const garbage = fc.record(
      {
        state: fc.constantFrom(
          'linking',
          'available',
          'failed',
          'deleted',
          'unlinking',
          'retained',
          'nonsense',
        ),
        execution: fc.string(),
        account: fc.string(),
        region: fc.string(),
        firstSeenAt: fc.string(),
        executionStartedAt: fc.constantFrom('2026-08-10T03:05:05.000Z', 'never'),
        link: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const values = fc.oneof(
      garbage.map((part) => JSON.stringify({ ...own, ...part })),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string({ minLength: 1 }),
    );
    for (const value of fc.sample(values, { numRuns: 15, seed: 7 })) {
      put(world, linkParameterName(endpointId), value);
      world.loseEvents(1);
      const next = world.createVpcEndpoint().endpointId;
      await world.time.run(600);
      await expectOthersReconciled(world, next);
    }
    expect(linkExecutionsIn(world).length).toBeGreaterThan(15);
  });

  it('an outage of Parameter Store fails the slice, which is retried', async () => {
    const { world, lost } = await startWithLostEvent();
    world.aws.server.refuse('ssm:GetParametersByPath', 'InternalServerError', 'down', 4);
    await expectOthersReconciled(world, lost);
    expect(driftIn(world).filter(({ kind }) => kind === 'unreadable')).toEqual([]);
  });
});

/** Tests of a Region at the quota of standard parameters, or of all parameters. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { connectionStringParameterName, linkParameterName } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, createAndRun, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

async function startWithCluster(): Promise<World> {
  const world = await startAutomation();
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  world.atlas.world.createCluster(project, { name: 'Cluster0', regionNames: ['EU_WEST_1'] });
  return world;
}

/** Other users of the account have the remaining parameters. */
function fill(world: World, tier: 'Standard' | 'Advanced'): void {
  const { parameters } = world.aws;
  parameters.quotas[tier] = parameters.all.filter((parameter) => parameter.tier === tier).length;
}

const tierOf = (world: World, name: string) => world.aws.parameters.get(name)?.tier;
const stringsIn = (world: World, endpointId: string) =>
  world.aws.parameters.get(connectionStringParameterName(endpointId, 'Cluster0', 'srv'));

describe('a Region at its quota of standard parameters', () => {
  it('gets advanced ones for the record and the strings of a link', async () => {
    const world = await startWithCluster();
    fill(world, 'Standard');
    const { endpointId } = await createAndRun(world);
    expect(recordOf(world, endpointId)?.state).toBe('available');
    expect(tierOf(world, linkParameterName(endpointId))).toBe('Advanced');
    expect(stringsIn(world, endpointId)).toMatchObject({
      tier: 'Advanced',
      value: expect.stringMatching(/^mongodb/),
    });
    expect([world.aws.metrics.sum('RecordRefused'), deadLettersIn(world)]).toEqual([0, []]);
  });

  it('can still remove a link', async () => {
    const world = await startWithCluster();
    const { endpointId } = await createAndRun(world);
    const other = await createAndRun(world);
    fill(world, 'Standard');
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect(listedIn(world)).toEqual([other.endpointId]);
    expect(conclusionsIn(world).at(-1)).toMatchObject({ goal: 'deleted', outcome: 'deleted' });
  });
});

describe('a Region at its quota of all parameters', () => {
  async function startFull() {
    const world = await startWithCluster();
    fill(world, 'Standard');
    fill(world, 'Advanced');
    return { world, endpoint: await createAndRun(world) };
  }

  it('publishes a link once, without a record, and counts it', async () => {
    const { world, endpoint } = await startFull();
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'available', link: { EndpointId: endpoint.endpointId } },
    ]);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(recordOf(world, endpoint.endpointId)).toBeUndefined();
    expect(world.aws.metrics.sum('RecordRefused')).toBe(1);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('gets the record from a reconciliation, once there is room', async () => {
    const { world, endpoint } = await startFull();
    await reconcile(world);
    expect(recordOf(world, endpoint.endpointId)).toBeUndefined();
    world.aws.parameters.quotas.Advanced = 100_000;
    await reconcile(world);
    await reconcile(world);
    expect(recordOf(world, endpoint.endpointId)?.state).toBe('available');
    expect(stringsIn(world, endpoint.endpointId)).toBeDefined();
    const last = world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;
    expect([last.left, world.aws.parameters.get(linkParameterName(endpoint.endpointId))?.tier]).toEqual([
      0,
      'Advanced',
    ]);
  });
});

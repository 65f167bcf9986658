import { describe, expect, it } from 'vitest';
import {
  CONNECTION_STRINGS_CHANGED,
  type ConnectionStringsChangedDetail,
} from '../../lambda/contract/published-event.js';
import { connectionStringParameterName } from '../../lambda/contract/registry.js';
import type { World } from '../../local/world.js';
import { expectValidStrings } from '../docs/event-schema.js';
import { reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, createAndRun, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

function addCluster(world: World, name = 'Cluster0', more: object = {}) {
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  return world.atlas.world.createCluster(project, { name, regionNames: ['EU_WEST_1'], ...more });
}

const stringEventsIn = (world: World) =>
  world.published(CONNECTION_STRINGS_CHANGED).map(({ detail }) => {
    expectValidStrings(detail);
    return detail as ConnectionStringsChangedDetail;
  });
const storedFor = (world: World, endpointId: string) =>
  world.aws.parameters.below(`/atlas-privatelink/connection-strings/${endpointId}`, true);

describe('the registry', () => {
  it('has a record of each link, with the attributes of the data source', async () => {
    const world = await startAutomation();
    const { endpointId } = await createAndRun(world);
    expect(recordOf(world, endpointId)).toMatchObject({
      version: 1,
      state: 'available',
      link: { EndpointId: endpointId, ConnectionStatus: 'AVAILABLE', ProjectId: world.projects[0]?.id },
      region: 'eu-west-1',
      account: '111122223333',
      owner: expect.stringMatching(/^AtlasPrivateLink/),
      execution: linkExecutionsIn(world)[0]?.name,
      message: '',
      warnings: [],
    });
    const record = recordOf(world, endpointId);
    expect(Date.parse(record?.lastSeenAt ?? '')).toBeGreaterThan(Date.parse(record?.firstSeenAt ?? ''));
  });

  it('says why a link failed, in a parameter of standard size for any length of the message', async () => {
    const world = await startAutomation();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, `Out of luck. ${'x'.repeat(9000)}`);
    await world.time.run();
    expect(recordOf(world, endpoint.endpointId)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^Out of luck/),
    });
    expect(world.aws.parameters.get(`/atlas-privatelink/links/${endpoint.endpointId}`)?.tier).toBe(
      'Standard',
    );
  });

  it('that refuses one record leaves its link published once, and the execution concluded', async () => {
    const world = await startAutomation();
    // The claim is accepted, but the record of the conclusion never is.
    world.time.after(30, () =>
      world.aws.server.refuse('ssm:PutParameter', 'ValidationException', 'too large', 99),
    );
    const endpoint = world.createVpcEndpoint();
    await world.time.run();
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'available', link: { EndpointId: endpoint.endpointId } },
    ]);
    expect(linkExecutionsIn(world)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(world.aws.metrics.sum('RecordRefused')).toBe(1);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('that accepts no writes for a while delays no registration and loses no conclusion', async () => {
    const world = await startAutomation();
    world.aws.server.refuse('ssm:PutParameter', 'ThrottlingException', 'Rate exceeded', 8);
    const { endpointId } = await createAndRun(world);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(recordOf(world, endpointId)?.state).toBe('available');
    expect(deadLettersIn(world)).toEqual([]);
  });
});

describe('connection strings', () => {
  it('are recorded and published minutes after AVAILABLE, which does not wait for them', async () => {
    const world = await startAutomation();
    addCluster(world);
    const { endpointId } = await createAndRun(world);
    const [conclusion] = conclusionsIn(world);
    expect(conclusion?.durationSeconds).toBeLessThan(110);
    const [event, ...others] = stringEventsIn(world);
    expect(others).toEqual([]);
    const name = connectionStringParameterName(endpointId, 'Cluster0', 'srv');
    expect(event).toMatchObject({
      endpointId,
      clusters: [
        {
          Cluster: 'Cluster0',
          Srv: expect.stringMatching(/^mongodb\+srv:/),
          parameters: { Srv: name, SrvShardOptimized: '' },
        },
      ],
      removedClusters: [],
      message: '',
    });
    expect(Date.parse(event?.changedAt ?? '') - Date.parse(conclusion?.concludedAt ?? '')).toBeGreaterThan(
      150_000,
    );
    expect(world.aws.parameters.get(name)?.value).toBe(event?.clusters[0]?.Srv);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('of sharded clusters include the optimized one', async () => {
    const world = await startAutomation();
    addCluster(world, 'Shards', { isSharded: true });
    const { endpointId } = await createAndRun(world);
    expect(storedFor(world, endpointId).map(({ name }) => name.split('/').at(-1))).toEqual([
      'srv',
      'srv-shard-optimized',
      'standard',
    ]);
  });

  it('that never appear leave the execution succeeded, and are counted', async () => {
    const world = await startAutomation({ timings: { connectionStringsSeconds: 100_000 } });
    addCluster(world);
    await createAndRun(world);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(world.aws.metrics.sum('ConnectionStringsMissing')).toBe(1);
    expect([stringEventsIn(world), conclusionsIn(world).length]).toEqual([[], 1]);
  });

  it('of a cluster that moves are refreshed by the reconciliation, with an event', async () => {
    const world = await startAutomation();
    const cluster = addCluster(world);
    const { endpointId } = await createAndRun(world);
    world.atlas.world.moveCluster(cluster);
    await world.time.run(3600);
    await reconcile(world);
    expect(stringEventsIn(world)).toHaveLength(2);
    const name = connectionStringParameterName(endpointId, 'Cluster0', 'srv');
    expect(world.aws.parameters.get(name)?.value).toBe(stringEventsIn(world)[1]?.clusters[0]?.Srv);
    expect(stringEventsIn(world)[1]?.clusters[0]?.Srv).not.toBe(stringEventsIn(world)[0]?.clusters[0]?.Srv);
  });

  it('that have not changed are neither written nor published again', async () => {
    const world = await startAutomation();
    addCluster(world);
    const { endpointId } = await createAndRun(world);
    const versions = () => storedFor(world, endpointId).map(({ version }) => version);
    const before = versions();
    await reconcile(world);
    expect([versions(), stringEventsIn(world).length]).toEqual([before, 1]);
  });

  it('are deleted with the link', async () => {
    const world = await startAutomation();
    addCluster(world);
    const endpoints = [world.createVpcEndpoint(), world.createVpcEndpoint()];
    await world.time.run();
    const [first = ''] = endpoints.map(({ endpointId }) => endpointId);
    expect(storedFor(world, first).length).toBeGreaterThan(0);
    world.deleteVpcEndpoints([first]);
    await world.time.run();
    expect(storedFor(world, first)).toEqual([]);
  });

  it('are published by the retry when the function crashes between the parameter and the event', async () => {
    const world = await startAutomation();
    addCluster(world);
    world.createVpcEndpoint();
    await world.time.run(200);
    world.aws.server.faults.push({ action: 'events:PutEvents', times: 1, effect: 'kill' });
    await world.time.run();
    expect(stringEventsIn(world)).toHaveLength(1);
  });

  it('of an execution that is stopped while it waits for them do not change the link to failed', async () => {
    const world = await startAutomation();
    addCluster(world);
    world.createVpcEndpoint();
    await world.time.run(150);
    for (const execution of linkExecutionsIn(world)) world.aws.executions.abort(execution);
    await world.time.run(300);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    await reconcile(world);
    expect(stringEventsIn(world)).toHaveLength(1);
  });
});

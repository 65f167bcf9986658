import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import { recordOf } from './automation-world.js';
import {
  createFederated,
  FEDERATION_SERVICE,
  federationCallsIn,
  federationDeletesIn,
  federationPostsIn,
  OWN_COMMENT,
  PROJECT_TAG,
  registeredIn,
  startFederated,
  synthesizeFederated,
} from './federated-world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  statusTagOf,
} from './scenario-world.js';

const outcomesIn = (world: Parameters<typeof conclusionsIn>[0]) =>
  conclusionsIn(world).map(({ goal, outcome }) => `${goal}: ${outcome}`);

describe('a VPC endpoint to Data Federation', () => {
  it('is registered in the only project that wants it, recorded, tagged and published', async () => {
    const world = await startFederated({ settings: [{}, { dataFederation: true }] });
    const endpoint = await createFederated(world);
    const { endpointId } = endpoint;
    const projectId = world.projects[1]?.id;
    expect(registeredIn(world, 1)).toEqual({ [endpointId]: expect.stringMatching(OWN_COMMENT) });
    expect(registeredIn(world, 0)).toEqual({});
    expect(conclusionsIn(world)).toMatchObject([
      {
        outcome: 'available',
        service: 'data-federation',
        link: {
          ProjectId: projectId,
          EndpointId: endpointId,
          EndpointServiceId: 'data-federation',
          ConnectionStatus: 'AVAILABLE',
        },
      },
    ]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: projectId } });
    expect(statusTagOf(endpoint)).toBe('available');
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
    expect(world.aws.executions.all.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it.each([20, 200, 590])(
    'that Atlas approves after %i s is polled until then',
    async (registrationSeconds) => {
      const world = await startFederated({ timings: { registrationSeconds } });
      await createFederated(world);
      const [conclusion] = conclusionsIn(world);
      expect(conclusion?.outcome).toBe('available');
      expect(conclusion?.durationSeconds).toBeGreaterThanOrEqual(registrationSeconds);
      expect(conclusion?.durationSeconds).toBeLessThanOrEqual(registrationSeconds * 1.1 + 15);
    },
  );

  it('asks nothing about clusters, and nothing of the dedicated services', async () => {
    const world = await startFederated();
    await createFederated(world);
    expect(world.atlas.journal.count({ path: /clusters|privateEndpoint\// })).toBe(0);
  });

  it('that Atlas does not approve ends as failed, with its message', async () => {
    const world = await startFederated();
    const endpoint = world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE });
    world.atlas.world.reject(endpoint.endpointId, 'Could not approve the connection.');
    await world.time.run();
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: 'Could not approve the connection.' },
    ]);
    expect(conclusionsIn(world)[0]?.advice).not.toMatch(/last link/);
    expect([statusTagOf(endpoint), federationPostsIn(world)]).toEqual(['failed', 1]);
  });

  it('to a service that only the prop names is registered', async () => {
    const serviceName = 'com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0';
    const world = await startFederated({ props: { dataFederationServiceNames: [serviceName] } });
    const { endpointId } = await createFederated(world, { serviceName });
    expect(Object.keys(registeredIn(world))).toEqual([endpointId]);
  });

  it('beside one to a dedicated service of the same project leaves that as it is', async () => {
    const world = await startFederated();
    const dedicated = await createAndRun(world);
    const { endpointId } = await createFederated(world);
    expect(conclusionsIn(world).map(({ link, service }) => [link.EndpointId, service])).toEqual([
      [dedicated.endpointId, undefined],
      [endpointId, 'data-federation'],
    ]);
  });

  it('delivered several times is registered once, with one conclusion', async () => {
    const world = await startFederated();
    world.aws.bus.deliveries = 4;
    await createFederated(world);
    expect([federationPostsIn(world), outcomesIn(world)]).toEqual([1, ['available: available']]);
  });

  it('without the selecting tag is not registered', async () => {
    const world = await startFederated({ props: { endpointSelection: EndpointSelection.tagged('atlas') } });
    await createFederated(world);
    expect([federationCallsIn(world), linkExecutionsIn(world)]).toEqual([0, []]);
  });
});

describe('without dataFederation', () => {
  it('an endpoint to Data Federation is ignored as one of another vendor, without a request or a line', async () => {
    const world = await startFederated({ settings: [{}] });
    await createFederated(world, { tags: { [PROJECT_TAG]: world.projects[0]?.id ?? '' } });
    world.aws.schedules.fireAll();
    await world.time.run();
    expect([federationCallsIn(world), linkExecutionsIn(world), conclusionsIn(world)]).toEqual([0, [], []]);
    expect(world.aws.logs.filter(({ message }) => /federation/i.test(String(message)))).toEqual([]);
  });
});

describe('the project of an endpoint to Data Federation', () => {
  const two = [{ dataFederation: true }, { dataFederation: true }, {}];

  it('is the one that its tag names', async () => {
    const world = await startFederated({ settings: two });
    const tags = { [PROJECT_TAG]: world.projects[1]?.id ?? '' };
    const { endpointId } = await createFederated(world, { tags });
    expect(Object.keys(registeredIn(world, 1))).toEqual([endpointId]);
    expect(registeredIn(world, 0)).toEqual({});
  });

  it('is asked for once if several want it and no tag says which, and not tried again', async () => {
    const world = await startFederated({ settings: two });
    const endpoint = await createFederated(world);
    world.aws.schedules.fireAll();
    await world.time.run(8000);
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'failed', service: 'data-federation' }]);
    const [conclusion] = conclusionsIn(world);
    expect(conclusion?.advice).toContain(`Set the tag ${PROJECT_TAG}`);
    expect(conclusion?.advice).toContain(world.projects[1]?.id);
    expect(conclusion?.advice).not.toContain(world.projects[2]?.id);
    expect([federationPostsIn(world), recordOf(world, endpoint.endpointId)]).toEqual([0, undefined]);
    expect(statusTagOf(endpoint)).toBe('failed');
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('is known once the tag is set, without a trail', async () => {
    const world = await startFederated({ settings: two });
    const { endpointId } = await createFederated(world);
    world.trail = false;
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: world.projects[0]?.id ?? '' });
    await world.time.run();
    expect(Object.keys(registeredIn(world, 0))).toEqual([endpointId]);
    expect(outcomesIn(world)).toEqual(['available: failed', 'available: available']);
  });

  it('that does not want it is refused, with what to do', async () => {
    const world = await startFederated({ settings: two });
    const tags = { [PROJECT_TAG]: world.projects[2]?.id ?? '' };
    await createFederated(world, { tags });
    expect(conclusionsIn(world)).toMatchObject([{ outcome: 'failed' }]);
    expect(conclusionsIn(world)[0]?.advice).toMatch(/set dataFederation/);
    expect(federationPostsIn(world)).toBe(0);
    // The creation has an event, and so has the tag.
    expect(conclusionsIn(world)).toHaveLength(1);
  });

  it('that is of no project of the automation is left to others, with one line', async () => {
    const world = await startFederated();
    await createFederated(world, { tags: { [PROJECT_TAG]: 'f'.repeat(24) } });
    expect([federationCallsIn(world), linkExecutionsIn(world), deadLettersIn(world)]).toEqual([0, [], []]);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ level: 'WARN', reason: expect.stringContaining('f'.repeat(24)) }),
    );
  });

  it('in which it is registered stays so when another one wants such endpoints, too', async () => {
    const world = await startFederated({ settings: [{ dataFederation: true }, {}] });
    const { endpointId } = await createFederated(world);
    world.aws.deploy(await world.synthesize(synthesizeFederated(two)));
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: '' });
    world.untagEndpoint(endpointId, [PROJECT_TAG]);
    world.aws.schedules.fireAll();
    await world.time.run();
    expect([Object.keys(registeredIn(world, 0)), registeredIn(world, 1)]).toEqual([[endpointId], {}]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available' });
    expect(outcomesIn(world)).toEqual(['available: available']);
  });

  it('stays available if the tag then names a project that does not want it', async () => {
    const world = await startFederated({ settings: two });
    const [one = '', , unwilling = ''] = world.projects.map(({ id }) => id);
    const { endpointId } = await createFederated(world, { tags: { [PROJECT_TAG]: one } });
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: unwilling });
    await world.time.run();
    expect(outcomesIn(world)).toEqual(['available: available']);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: one } });
  });

  it('that the tag changes is not changed automatically, and this is said', async () => {
    const world = await startFederated({ settings: two });
    const [one = '', other = ''] = world.projects.map(({ id }) => id);
    const { endpointId } = await createFederated(world, { tags: { [PROJECT_TAG]: one } });
    world.tagEndpoint(endpointId, { [PROJECT_TAG]: other });
    await world.time.run();
    expect([Object.keys(registeredIn(world, 0)), registeredIn(world, 1)]).toEqual([[endpointId], {}]);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ level: 'WARN', reason: expect.stringMatching(/not moved .*"unlink"/) }),
    );
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: one } });
    world.aws.schedules.fireAll();
    await world.time.run();
    expect([federationPostsIn(world), federationDeletesIn(world)]).toEqual([1, 0]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available', link: { ProjectId: one } });
  });
});

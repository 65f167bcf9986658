import { describe, expect, it } from 'vitest';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  registrationsIn,
  startScenario,
  statusTagOf,
} from './scenario-world.js';

describe('a VPC endpoint to an Atlas endpoint service', () => {
  it.each([
    { auth: 'digest' },
    { auth: 'digest', nonces: 'single-use' },
    { auth: 'digest', nonceCounts: 'increasing', timings: { nonceSeconds: 10 } },
    { auth: 'oauth' },
  ] as const)('is linked, tagged and published, with %j credentials', async (credentials) => {
    const world = await startScenario(credentials);
    const endpoint = await createAndRun(world);
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({
        outcome: 'available',
        region: 'eu-west-1',
        account: '111122223333',
        message: '',
        link: expect.objectContaining({ EndpointId: endpoint.endpointId, ConnectionStatus: 'AVAILABLE' }),
      }),
    ]);
    expect(endpoint.state).toBe('available');
    expect(Object.fromEntries(endpoint.tags)).toEqual({
      'atlas-privatelink:status': 'available',
      'atlas-privatelink:project-id': world.projects[0]?.id,
      'atlas-privatelink:warnings': 'none',
    });
    expect(world.aws.executions.all.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('is linked and published if it has no room for our tags', async () => {
    const world = await startScenario();
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`team-${index}`, '']));
    const endpoint = await createAndRun(world, { tags });
    expect(conclusionsIn(world)).toEqual([expect.objectContaining({ outcome: 'available' })]);
    expect(Object.fromEntries(endpoint.tags)).toEqual(tags);
    expect(world.aws.executions.all.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(deadLettersIn(world)).toEqual([]);
    expect(world.aws.logs).toContainEqual(
      expect.objectContaining({ message: 'VPC endpoint could not be tagged' }),
    );
  });

  it('is linked within the detection lag of its pace after Atlas is ready', async () => {
    const world = await startScenario({ timings: { linkSeconds: 117 } });
    await createAndRun(world);
    const [conclusion] = conclusionsIn(world);
    expect(conclusion?.durationSeconds).toBeGreaterThanOrEqual(117);
    expect(conclusion?.durationSeconds).toBeLessThanOrEqual(117 + 9);
  });

  it('that Atlas rejects ends as failed, with Atlas’s message and what to do', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.reject(endpoint.endpointId, 'No dns entries found for endpoint.');
    await world.time.run();
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({ outcome: 'failed', message: 'No dns entries found for endpoint.' }),
    ]);
    expect(conclusionsIn(world)[0]?.advice).toMatch(/subnet/);
    expect(world.aws.executions.all).toEqual([
      expect.objectContaining({
        status: 'FAILED',
        error: 'AtlasPrivateLink.LinkFailed',
        cause: expect.stringContaining('No dns entries found'),
      }),
    ]);
    expect(statusTagOf(endpoint)).toBe('failed');
    expect(world.aws.metrics.raised()).toEqual(['LinkFailed']);
  });

  it('without a subnet is refused before a request to Atlas', async () => {
    const world = await startScenario();
    await createAndRun(world, { subnetIds: [] });
    expect(registrationsIn(world)).toBe(0);
    expect(conclusionsIn(world)).toEqual([
      expect.objectContaining({ outcome: 'failed', message: expect.stringContaining('no subnet') }),
    ]);
  });

  it('finds its project by the service name among several', async () => {
    const world = await startScenario({ projects: 3 });
    await createAndRun(world, { serviceName: world.serviceOf(2).serviceName });
    expect(conclusionsIn(world).map(({ link }) => link.ProjectId)).toEqual([world.projects[2]?.id]);
  });

  it('that was linked by hand is adopted', async () => {
    const world = await startScenario();
    const endpoint = world.createVpcEndpoint();
    world.atlas.world.createLink(world.service, endpoint.endpointId, {});
    await world.time.run();
    expect(registrationsIn(world)).toBe(0);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
    expect(world.aws.metrics.sum('LinkAdopted')).toBe(1);
  });
});

describe('a VPC endpoint that is not to be linked', () => {
  it('for an AWS service invokes no function', async () => {
    const world = await startScenario();
    await createAndRun(world, { serviceName: 'com.amazonaws.eu-west-1.s3' });
    expect(world.aws.functions.invocations.size).toBe(0);
  });

  it('to another vendor’s service is ignored without a log line', async () => {
    const world = await startScenario();
    await createAndRun(world, { serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0ffffffffffffffff' });
    expect(registrationsIn(world)).toBe(0);
    expect([world.aws.executions.all, conclusionsIn(world), deadLettersIn(world)]).toEqual([[], [], []]);
    expect(world.aws.logs.filter(({ level }) => level !== undefined)).toEqual([]);
  });

  it('because it is not selected is ignored with one log line', async () => {
    const world = await startScenario({ app: { selectTag: 'atlas=yes' } });
    await createAndRun(world, { tags: { atlas: 'no' } });
    expect(world.atlas.journal.entries).toEqual([]);
    expect(world.aws.logs).toContainEqual(expect.objectContaining({ reason: 'not-selected', level: 'INFO' }));
    expect([world.aws.executions.all, deadLettersIn(world)]).toEqual([[], []]);
  });

  it('is distinguished by the tag value', async () => {
    const world = await startScenario({ app: { selectTag: 'atlas=yes' } });
    await createAndRun(world, { tags: { atlas: 'yes' } });
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });
});

import { describe, expect, it } from 'vitest';
import { startBareWorld } from './bare-world.js';

describe('the world', () => {
  it('publishes the creation of the stack if the option is set', async () => {
    const world = await startBareWorld({ announceDeployment: true });
    const stackId = world.events[0]?.resources[0] ?? '';
    expect(stackId).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:stack\/AtlasPrivateLink\//);
    expect(world.events).toMatchObject([
      {
        source: 'aws.cloudformation',
        'detail-type': 'CloudFormation Stack Status Change',
        detail: { 'stack-id': stackId, 'status-details': { status: 'CREATE_COMPLETE' } },
      },
    ]);
    expect((await startBareWorld()).events).toEqual([]);
  });

  it('reports creation, tags and deletion of an endpoint', async () => {
    const world = await startBareWorld();
    const { endpointId } = world.createVpcEndpoint();
    world.tagEndpoint(endpointId, { atlas: 'yes' });
    world.untagEndpoint(endpointId, ['atlas', 'nothing']);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect(world.events.map(({ 'detail-type': type }) => type).sort()).toEqual([
      'AWS API Call via CloudTrail',
      'AWS API Call via CloudTrail',
      'Tag Change on Resource',
      'Tag Change on Resource',
    ]);
    expect(world.aws.endpoints.isDeleted(endpointId)).toBe(true);
  });

  it('reports only tags without a trail', async () => {
    const world = await startBareWorld();
    world.trail = false;
    world.createVpcEndpoint({ tags: { atlas: 'yes' } });
    await world.time.run();
    expect(world.events.map(({ source }) => source)).toEqual(['aws.tag']);
    world.trail = true;
    world.loseEvents(1);
    for (let count = 0; count < 2; count += 1) world.createVpcEndpoint();
    await world.time.run();
    expect(world.events.map(({ source }) => source)).toEqual(['aws.tag', 'aws.ec2']);
  });
});

describe('a link in the world', () => {
  async function startLinked() {
    const world = await startBareWorld();
    const endpoint = world.createVpcEndpoint();
    const link = world.atlas.world.createLink(world.service, endpoint.endpointId, {});
    const settleAfter = async (seconds: number) => {
      await world.time.run(seconds);
      world.atlas.world.settle();
      return endpoint.state;
    };
    expect(await settleAfter(300)).toBe('available');
    return { world, endpoint, link, settleAfter };
  }

  it('that Atlas removes leaves its endpoint rejected', async () => {
    const { world, link, settleAfter } = await startLinked();
    world.atlas.world.deleteLink(link);
    expect(await settleAfter(300)).toBe('rejected');
  });

  it.each([
    ['stays', 'AVAILABLE'],
    ['rejected', 'REJECTED'],
  ] as const)('whose endpoint is deleted %s, as the world is configured', async (behaviour, status) => {
    const { world, endpoint, link, settleAfter } = await startLinked();
    world.atlas.world.whenEndpointIsDeleted = behaviour;
    world.deleteVpcEndpoints([endpoint.endpointId]);
    await settleAfter(60);
    expect(link.status).toBe(status);
  });

  it('is rejected only the configured number of times', async () => {
    const world = await startBareWorld();
    const { endpointId } = world.createVpcEndpoint();
    world.atlas.world.reject(endpointId, 'idempotent operation going on', 1);
    const statuses: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const link = world.atlas.world.createLink(world.service, endpointId, {});
      await world.time.run(300);
      world.atlas.world.settle();
      statuses.push(link.status);
      world.service.links.delete(endpointId);
    }
    expect(statuses).toEqual(['REJECTED', 'AVAILABLE']);
  });

  it('is not found by Atlas while its endpoint is hidden', async () => {
    const world = await startBareWorld();
    const { endpointId } = world.createVpcEndpoint({ hiddenFromServiceSeconds: 60 });
    const link = world.atlas.world.createLink(world.service, endpointId, {});
    await world.time.run(30);
    world.atlas.world.settle();
    expect(link.status).toBe('REJECTED');
  });
});

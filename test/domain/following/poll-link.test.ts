import { describe, expect, it } from 'vitest';
import { pollLink } from '../../../lambda/domain/following/poll-link.js';
import { NOT_FOUND_SECONDS } from '../../../lambda/domain/polling/transient-failure.js';
import { atlasError } from '../atlas-errors.js';
import { FakeAtlas } from '../fake-atlas.js';
import { FakeVpcEndpoints } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, linkDescription, vpcEndpoint, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

function setUp(status = 'PENDING') {
  const world = {
    ...recordingPorts(),
    atlas: new FakeAtlas(),
    endpoints: new FakeVpcEndpoints(),
    clock: new VirtualClock(),
  };
  world.atlas.links.set(ENDPOINT_ID, linkDescription({ connectionStatus: status }));
  const pollOnce = (observedAt?: Date, input = workflowInput()) => pollLink(world, input, { observedAt });
  return { ...world, pollOnce };
}

describe('a poll of a link', () => {
  it('that is pending returns when to poll again', async () => {
    expect(await setUp().pollOnce()).toMatchObject({
      outcome: 'pending',
      waitSeconds: 5,
      observedAt: '2026-08-10T03:05:05.000Z',
      description: { connectionStatus: 'PENDING', interfaceEndpointId: ENDPOINT_ID },
    });
  });

  it('waits longer when the token bucket of the project is low', async () => {
    const world = setUp();
    world.atlas.budget = { limit: 4000, remaining: 400 };
    expect((await world.pollOnce()).waitSeconds).toBeGreaterThan(5);
  });

  it('that is available ends the wait without reading EC2', async () => {
    const world = setUp('AVAILABLE');
    expect((await world.pollOnce()).outcome).toBe('available');
    expect(world.endpoints.described).toBe(0);
  });

  it('that a stack has declared does not read EC2, which may not show the endpoint of another account', async () => {
    const world = setUp('REJECTED');
    const declared = workflowInput({ origin: { kind: 'custom-resource', id: 'r1' } });
    expect((await world.pollOnce(undefined, declared)).outcome).toBe('failed');
    expect(world.endpoints.described).toBe(0);
  });

  it('counts an unknown status and continues', async () => {
    const world = setUp('RECONCILING');
    expect((await world.pollOnce()).outcome).toBe('pending');
    expect(world.counted).toEqual({ UnknownStatus: 1 });
  });

  it.each(['rate-limited', 'unavailable', 'authentication'] as const)(
    'continues after a response of kind %s',
    async (kind) => {
      const world = setUp();
      world.atlas.failNext('find', atlasError(kind, { retryAfterSeconds: 55 }));
      const seen = await world.pollOnce();
      expect(seen).toMatchObject({
        outcome: 'pending',
        message: `Atlas said ${kind}`,
        advice: `mend ${kind}`,
      });
      expect(seen.waitSeconds).toBe(kind === 'authentication' ? 30 : 55);
      expect(world.counted).toEqual({ TransientFailure: 1 });
    },
  );

  it.each(['forbidden', 'invalid'] as const)(
    'throws a response of kind %s, which waiting will not change',
    async (kind) => {
      const world = setUp();
      world.atlas.failNext('find', atlasError(kind));
      await expect(world.pollOnce()).rejects.toMatchObject({ name: 'AtlasError', kind });
    },
  );
});

describe('a project that Atlas does not know, of an execution that has found it', () => {
  const unknown = () => {
    const world = setUp();
    const lookUnknown = (notFoundSince?: string) => {
      world.atlas.failNext('find', atlasError('not-found', { code: 'GROUP_NOT_FOUND' }));
      return pollLink(world, workflowInput(), { notFoundSince });
    };
    return { ...world, lookUnknown };
  };

  it('is polled again before the absence counts', async () => {
    const world = unknown();
    const first = await world.lookUnknown();
    expect(first).toMatchObject({ outcome: 'pending', notFoundSince: first.observedAt });
    world.clock.advanceSeconds(NOT_FOUND_SECONDS - 1);
    const { notFoundSince } = await world.lookUnknown(first.notFoundSince);
    expect(notFoundSince).toBe(first.observedAt);
  });

  it('ends the execution when the absence lasts', async () => {
    const world = unknown();
    const { notFoundSince } = await world.lookUnknown();
    world.clock.advanceSeconds(NOT_FOUND_SECONDS);
    await expect(world.lookUnknown(notFoundSince)).rejects.toMatchObject({ code: 'GROUP_NOT_FOUND' });
  });

  it('is forgotten after the next successful poll', async () => {
    const world = unknown();
    const { notFoundSince } = await world.lookUnknown();
    expect((await pollLink(world, workflowInput(), { notFoundSince })).notFoundSince).toBeUndefined();
  });

  it('ends the execution as timed out at its deadline', async () => {
    const world = unknown();
    world.clock.advanceSeconds(3600);
    expect(await world.lookUnknown()).toMatchObject({ outcome: 'timed-out' });
  });
});

describe('the deadline', () => {
  it.each([
    ['available', /^The link was not available/, /deploy again/],
    ['deleted', /^The link was not removed/, /delete the stack again/],
  ] as const)('of a stack that waits for %s is reported with its terms', async (goal, message, advice) => {
    const world = setUp();
    world.clock.advanceSeconds(3601);
    const declared = workflowInput({ goal, origin: { kind: 'custom-resource', id: 'r1' } });
    expect(await world.pollOnce(undefined, declared)).toMatchObject({
      outcome: 'timed-out',
      message: expect.stringMatching(message),
      advice: expect.stringMatching(advice),
    });
  });

  it('ends a pending link as timed out, with its last status', async () => {
    const world = setUp();
    world.clock.advanceSeconds(3600);
    expect(await world.pollOnce()).toMatchObject({
      outcome: 'timed-out',
      message: 'The link was not available after 60 min: the last status was PENDING',
    });
  });

  it('ends an outage of Atlas as timed out, with the last error', async () => {
    const world = setUp();
    world.clock.advanceSeconds(3600);
    world.atlas.failNext('find', atlasError('unavailable'));
    expect(await world.pollOnce()).toMatchObject({
      outcome: 'timed-out',
      message: expect.stringContaining('Atlas said unavailable'),
    });
  });

  it('does not replace the result of a link that became available at the last poll', async () => {
    const world = setUp('AVAILABLE');
    world.clock.advanceSeconds(4000);
    expect((await world.pollOnce()).outcome).toBe('available');
  });
});

describe('a link that Atlas does not know any more', () => {
  const missing = () => {
    const world = setUp();
    const description = world.atlas.links.get(ENDPOINT_ID);
    world.atlas.links.delete(ENDPOINT_ID);
    world.clock.advanceSeconds(100);
    const poll = (missingSince?: string) => pollLink(world, workflowInput(), { missingSince });
    const showAgain = () => description && world.atlas.links.set(ENDPOINT_ID, description);
    return { ...world, poll, showAgain };
  };

  it('is polled again before the absence counts', async () => {
    const first = await missing().poll();
    expect(first).toMatchObject({ outcome: 'pending', waitSeconds: 15, missingSince: first.observedAt });
  });

  it('is deleted when a second poll, some time later, does not find it either', async () => {
    const world = missing();
    const { missingSince } = await world.poll();
    world.clock.advanceSeconds(14);
    expect(await world.poll(missingSince)).toMatchObject({
      outcome: 'pending',
      waitSeconds: 1,
      missingSince,
    });
    world.clock.advanceSeconds(1);
    expect(await world.poll(missingSince)).toMatchObject({ outcome: 'deleted' });
  });

  it('is pending as before when the second poll finds it', async () => {
    const world = missing();
    const { missingSince } = await world.poll();
    world.clock.advanceSeconds(15);
    world.showAgain();
    const second = await world.poll(missingSince);
    expect(second).toMatchObject({ outcome: 'pending', description: { connectionStatus: 'PENDING' } });
    expect(second.missingSince).toBeUndefined();
  });

  it('is not deleted while the list of endpoint services contains it, or cannot be read', async () => {
    const world = missing();
    const { missingSince } = await world.poll();
    world.clock.advanceSeconds(15);
    world.showAgain();
    world.atlas.findLink = async () => undefined;
    expect(await world.poll(missingSince)).toMatchObject({ outcome: 'pending', missingSince });
    world.atlas.failNext('list', atlasError('unavailable'));
    expect(await world.poll(missingSince)).toMatchObject({ outcome: 'pending' });
  });
});

describe('an endpoint that is deleted while it is being linked', () => {
  it('turns a rejection into deleted', async () => {
    const world = setUp('REJECTED');
    world.endpoints.descriptions = [vpcEndpoint({ state: 'deleted' })];
    expect(await world.pollOnce()).toMatchObject({
      outcome: 'deleted',
      message: expect.stringContaining(ENDPOINT_ID),
    });
  });

  it('leaves a rejection as failed while the endpoint exists', async () => {
    expect((await setUp('REJECTED').pollOnce()).outcome).toBe('failed');
  });

  it('leaves a rejection as failed when EC2 cannot be read', async () => {
    const world = setUp('REJECTED');
    world.endpoints.descriptions = [new Error('Throttled')];
    expect((await world.pollOnce()).outcome).toBe('failed');
  });

  it('counts as deleted when two polls a minute apart do not show it', async () => {
    const world = setUp('REJECTED');
    world.endpoints.descriptions = [undefined];
    const first = await world.pollOnce();
    expect(first).toMatchObject({ outcome: 'pending', waitSeconds: 60 });
    const { endpointMissingSince } = first;
    const again = () => pollLink(world, workflowInput(), { endpointMissingSince });
    world.clock.advanceSeconds(59);
    expect(await again()).toMatchObject({ outcome: 'pending', waitSeconds: 1 });
    world.clock.advanceSeconds(1);
    expect((await again()).outcome).toBe('deleted');
  });

  it('and is shown again leaves the rejection as failed', async () => {
    const world = setUp('REJECTED');
    world.endpoints.descriptions = [undefined];
    const { endpointMissingSince } = await world.pollOnce();
    world.clock.advanceSeconds(60);
    world.endpoints.descriptions = [vpcEndpoint({ state: 'rejected' })];
    const seen = await pollLink(world, workflowInput(), { endpointMissingSince });
    expect(seen.outcome).toBe('failed');
    expect(seen).not.toHaveProperty('endpointMissingSince');
  });

  it('is noticed within a minute while Atlas still responds PENDING', async () => {
    const world = setUp();
    world.endpoints.descriptions = [vpcEndpoint({ state: 'deleting' })];
    const previousAt = world.clock.now();
    world.clock.advanceSeconds(30);
    expect((await world.pollOnce(previousAt)).outcome).toBe('pending');
    expect(world.endpoints.described).toBe(0);
    world.clock.advanceSeconds(35);
    expect((await world.pollOnce(previousAt)).outcome).toBe('deleted');
  });
});

describe('a refused execution', () => {
  it('fails at its first poll, without a request, with the message of the refusal', async () => {
    const world = setUp();
    const refusal = { code: 'C', message: 'no', advice: 'do' };
    const seen = await world.pollOnce(undefined, workflowInput({ refusal }));
    expect(seen).toMatchObject({ outcome: 'failed', message: 'no', advice: 'do' });
    expect(world.atlas.calls).toEqual([]);
  });
});

describe('the connection strings of a link', () => {
  it('are those of its own endpoint', async () => {
    const world = setUp('AVAILABLE');
    const stringsFor = (endpointId: string) => ({
      endpointIds: [endpointId],
      srv: `mongodb+srv://${endpointId}.example.net`,
      standard: '',
      srvShardOptimized: '',
    });
    const node = {
      cloudProvider: 'AWS',
      regionName: 'EU_WEST_1' as const,
      instanceSize: 'M10',
      backingProvider: '',
      nodeCount: 3,
    };
    const privateEndpoints = ['vpce-0ffffffffffffffff', ENDPOINT_ID].map(stringsFor);
    world.atlas.clusters = [
      { name: 'Main', stateName: 'IDLE', isPaused: false, regions: [node], privateEndpoints },
    ];
    const connectionStrings = { timeoutSeconds: 900, clusters: ['Main'] };
    const change = {
      kind: 'create' as const,
      lastLink: 'keep' as const,
      ownsEndpoint: false,
      connectionStrings,
    };
    const poll = await world.pollOnce(undefined, workflowInput({ change }));
    expect(poll).toMatchObject({
      outcome: 'available',
      connectionStrings: { clusters: [{ cluster: 'Main', srv: `mongodb+srv://${ENDPOINT_ID}.example.net` }] },
    });
  });
});

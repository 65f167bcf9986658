import { describe, expect, it } from 'vitest';
import { retryLink } from '../../../lambda/domain/linking/retry-link.js';
import { POSTPONED_SECONDS } from '../../../lambda/domain/polling/postpone.js';
import type { Retried } from '../../../lambda/execution-data/change-record.js';
import type { LinkExecution } from '../../../lambda/execution-data/workflow-input.js';
import { atlasError } from '../atlas-errors.js';
import { ChangingAtlas } from '../changing-atlas.js';
import { FakeRegistry, FakeVpcEndpoints } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, EXECUTION_ARN, linkDescription, OWN, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const REFUSED = { connectionStatus: 'REJECTED', errorMessage: 'an idempotent operation is going on' };
const DECLARED: Partial<LinkExecution> = { origin: { kind: 'custom-resource', id: 'r1' } };

function setUp(shown: Parameters<typeof linkDescription>[0] | undefined = REFUSED) {
  const world = {
    ...recordingPorts(),
    atlas: new ChangingAtlas(),
    endpoints: new FakeVpcEndpoints(),
    clock: new VirtualClock(),
    registry: new FakeRegistry(),
    owner: OWN.owner,
    selection: { kind: 'all' } as const,
  };
  world.atlas.links.set(ENDPOINT_ID, linkDescription(shown));
  /** One possible behaviour of Atlas: a POST for a refused link starts another attempt. */
  const takeAgain = () => {
    world.atlas.createLink = async () => {
      world.atlas.calls.push(`create ${ENDPOINT_ID}`);
      const pending = linkDescription({ connectionStatus: 'PENDING_ACCEPTANCE' });
      world.atlas.links.set(ENDPOINT_ID, pending);
      return pending;
    };
  };
  const retry = (execution: Partial<LinkExecution> = {}, previous: Partial<Retried> = {}) =>
    retryLink(world, workflowInput({ isUnclaimed: true, ...execution }), {
      previous: { count: 1, refusal: '', ...previous },
      executionArn: EXECUTION_ARN,
    });
  return { ...world, retry, takeAgain };
}

describe('a link that is refused temporarily', () => {
  it('is registered again and counted, if Atlas accepts another POST', async () => {
    const world = setUp();
    world.takeAgain();
    expect(await world.retry()).toEqual({ count: 2, refusal: '', at: world.clock.now().toISOString() });
    expect(world.counted).toEqual({ LinkRetried: 1 });
  });

  it('stays unchanged if Atlas responds with 409, and the refusal says so', async () => {
    const world = setUp();
    expect(await world.retry()).toEqual({
      count: 2,
      refusal: expect.stringContaining('does not take it again'),
    });
    expect(world.atlas.links.get(ENDPOINT_ID)).toMatchObject(REFUSED);
    expect(world.counted).toEqual({});
  });

  it('is registered again once if the response of the POST is lost', async () => {
    const world = setUp();
    world.takeAgain();
    const { createLink } = world.atlas;
    world.atlas.createLink = async (link) => {
      await createLink(link);
      throw atlasError('unavailable');
    };
    expect(await world.retry()).toMatchObject({ count: 1, postponed: { waitSeconds: 15 } });
    expect(await world.retry()).toMatchObject({ count: 2, refusal: '' });
    expect(world.atlas.countOf('create')).toBe(1);
  });

  it.each(['unavailable', 'rate-limited', 'authentication'] as const)(
    'waits if Atlas cannot be read: %s',
    async (kind) => {
      const world = setUp();
      world.atlas.failNext('find', atlasError(kind));
      const since = world.clock.now().toISOString();
      expect(await world.retry()).toEqual({
        count: 1,
        refusal: '',
        postponed: { reason: `Atlas said ${kind} mend ${kind}`, waitSeconds: 15, since },
      });
    },
  );

  it('waits if the service does not accept endpoints', async () => {
    const world = setUp();
    world.atlas.failNext(
      'create',
      atlasError('conflict', { code: 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS' }),
    );
    expect(await world.retry()).toMatchObject({ count: 1, postponed: { waitSeconds: 15 } });
  });

  it('is not registered again after a long wait, with the reason', async () => {
    const world = setUp();
    const postponed = { reason: '', waitSeconds: 15, since: world.clock.now().toISOString() };
    world.clock.advanceSeconds(POSTPONED_SECONDS);
    world.atlas.failNext('find', atlasError('unavailable'));
    expect(await world.retry({}, { postponed })).toEqual({
      count: 1,
      refusal: 'Atlas said unavailable mend unavailable',
    });
    // It does not wait either if the last call succeeds.
    expect(await world.retry({}, { postponed })).toMatchObject({ count: 2 });
  });

  it.each(['forbidden', 'invalid'] as const)(
    'fails for a cause that a person has to remove: %s',
    async (kind) => {
      const world = setUp();
      world.atlas.failNext('find', atlasError(kind));
      await expect(world.retry()).rejects.toMatchObject({ name: 'AtlasError' });
    },
  );
});

describe('a link that is not registered again', () => {
  it.each([
    ['because somebody else has removed it', undefined],
    ['because somebody else is removing it', { ...REFUSED, deleteRequested: true }],
  ])('%s is left to the next poll', async (_, shown) => {
    const world = setUp(shown ?? REFUSED);
    if (shown === undefined) world.atlas.links.clear();
    expect(await world.retry()).toEqual({ count: 2, refusal: '' });
    expect(world.atlas.countOf('create')).toBe(0);
  });

  it('because Atlas has accepted it is counted as an attempt, and nothing is done', async () => {
    const world = setUp({ connectionStatus: 'AVAILABLE' });
    expect(await world.retry()).toMatchObject({ count: 2, refusal: '' });
    expect(world.atlas.countOf('create')).toBe(0);
  });

  it('because its endpoint was deleted is left; for a stack, EC2 is not read', async () => {
    const world = setUp();
    world.endpoints.descriptions = [undefined];
    expect(await world.retry()).toEqual({ count: 2, refusal: '' });
    expect(world.atlas.countOf('create')).toBe(0);
    await world.retry(DECLARED);
    expect(world.atlas.countOf('create')).toBe(1);
  });
});

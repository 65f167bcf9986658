import { describe, expect, it } from 'vitest';
import { pollLink } from '../../../lambda/domain/following/poll-link.js';
import { MAX_RETRIES } from '../../../lambda/domain/following/refused-link.js';
import type { Retried } from '../../../lambda/execution-data/change-record.js';
import type { LinkExecution } from '../../../lambda/execution-data/workflow-input.js';
import { FakeAtlas } from '../fake-atlas.js';
import { FakeVpcEndpoints } from '../fake-aws.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, linkDescription, vpcEndpoint, workflowInput } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const BUSY = 'There is an idempotent operation going on.';
const NOT_VISIBLE = 'Verify endpoint ID and accepted regions, then retry your connection.';
const DECLARED = { origin: { kind: 'custom-resource', id: 'r1' } } as const;

function setUp(wording: string) {
  const world = {
    ...recordingPorts(),
    atlas: new FakeAtlas(),
    endpoints: new FakeVpcEndpoints(),
    clock: new VirtualClock(),
  };
  const show = (parts: Parameters<typeof linkDescription>[0] = {}) =>
    void world.atlas.links.set(
      ENDPOINT_ID,
      linkDescription({ connectionStatus: 'REJECTED', errorMessage: wording, ...parts }),
    );
  show();
  const poll = (retried?: Retried, execution: Partial<LinkExecution> = {}) =>
    pollLink(world, workflowInput(execution), { retried });
  return { ...world, show, poll };
}

const tried = (count: number, parts: Partial<Retried> = {}): Retried => ({ count, refusal: '', ...parts });

describe('a link that Atlas refuses temporarily', () => {
  it.each([
    [undefined, 15],
    [tried(1), 30],
    [tried(2), 60],
  ])('after %j is retried in %i s, with message and advice unchanged', async (retried, waitSeconds) => {
    const world = setUp(BUSY);
    expect(await world.poll(retried)).toMatchObject({
      outcome: 'retry',
      waitSeconds,
      message: BUSY,
      advice: expect.stringContaining('create another VPC endpoint'),
    });
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        message: 'link temporarily refused',
        fields: expect.objectContaining({ refusal: 'endpoint-busy', tries: retried?.count ?? 0 }),
      }),
    );
  });

  it('fails after the last attempt, with the number of attempts', async () => {
    expect(await setUp(BUSY).poll(tried(MAX_RETRIES))).toMatchObject({
      outcome: 'failed',
      message: `${BUSY} It was tried again 3 times. There is no further try.`,
    });
  });

  it('fails if it must not be re-created, with the reason', async () => {
    expect(await setUp(BUSY).poll(tried(1, { refusal: 'It is the last one.' }))).toMatchObject({
      outcome: 'failed',
      message: `${BUSY} It was tried again once. It is the last one.`,
    });
  });

  it('is retried after the wait for an attempt that was not possible yet, which does not count', async () => {
    const postponed = { reason: 'No response.', waitSeconds: 15, since: '2026-08-10T03:05:00.000Z' };
    const world = setUp(BUSY);
    const waiting = tried(MAX_RETRIES - 1, { postponed });
    expect(await world.poll(waiting)).toMatchObject({ outcome: 'retry', waitSeconds: 15 });
    world.clock.advanceSeconds(3600 - 120);
    expect(await world.poll(waiting)).toMatchObject({
      outcome: 'failed',
      message: `${BUSY} It was tried again 2 times. There is no time left for another try. No response.`,
    });
  });

  it('fails if the deadline comes first', async () => {
    const world = setUp(BUSY);
    world.clock.advanceSeconds(3600 - 120);
    expect(await world.poll()).toMatchObject({
      outcome: 'failed',
      message: `${BUSY} There is no time left for another try.`,
    });
  });

  it.each([
    ['final words', 'No dns entries found for endpoint.', {}],
    ['no words', '', {}],
    ['another cloud', BUSY, { target: { ...workflowInput().target, cloudProvider: 'AZURE' } }],
  ] as const)('is distinguished from a final refusal: %s', async (_, wording, execution) => {
    const seen = await setUp(wording).poll(undefined, execution);
    expect(seen.outcome).toBe('failed');
    expect(seen.message).not.toContain('try');
  });

  it('is not retried while it is being removed', async () => {
    const world = setUp(BUSY);
    world.show({ deleteRequested: true });
    expect((await world.poll()).outcome).toBe('pending');
  });
});

describe('a link that has just been re-created', () => {
  it('is not judged by the refusal before, and its absence does not count', async () => {
    const world = setUp(BUSY);
    world.clock.advanceSeconds(600);
    const at = world.clock.now().toISOString();
    world.clock.advanceSeconds(5);
    expect((await world.poll(tried(1, { at }))).outcome).toBe('pending');
    world.atlas.links.clear();
    expect((await world.poll(tried(1, { at }))).missingSince).toBeUndefined();
    world.clock.advanceSeconds(60);
    // From this time on it counts as missing, and a second poll may find that it is deleted.
    const missing = await world.poll(tried(1, { at }));
    expect(missing).toMatchObject({ outcome: 'pending', missingSince: missing.observedAt });
  });

  it('is judged again some seconds later', async () => {
    const world = setUp(BUSY);
    const at = world.clock.now().toISOString();
    world.clock.advanceSeconds(20);
    expect(await world.poll(tried(1, { at }))).toMatchObject({ outcome: 'retry', waitSeconds: 30 });
  });
});

describe('an endpoint that Atlas does not find', () => {
  it.each(['event', 'schedule', 'command'] as const)(
    'is retried while EC2 shows it, in an execution of kind %s',
    async (kind) => {
      expect((await setUp(NOT_VISIBLE).poll(undefined, { origin: { kind, id: 'e1' } })).outcome).toBe(
        'retry',
      );
    },
  );

  it.each(['rejected', 'failed', 'expired'])('fails when its state in EC2 is %s', async (state) => {
    const world = setUp(NOT_VISIBLE);
    world.endpoints.descriptions = [vpcEndpoint({ state })];
    expect(await world.poll()).toMatchObject({
      outcome: 'failed',
      message: `${NOT_VISIBLE} In EC2, the VPC endpoint is ${state}.`,
    });
  });

  it('that a stack has declared is retried in the first minutes, without reading EC2', async () => {
    const world = setUp(NOT_VISIBLE);
    expect((await world.poll(undefined, DECLARED)).outcome).toBe('retry');
    world.clock.advanceSeconds(300);
    expect(await world.poll(undefined, DECLARED)).toMatchObject({
      outcome: 'failed',
      message: NOT_VISIBLE,
    });
    expect(world.endpoints.described).toBe(0);
  });

  it('is retried in the first minutes when EC2 cannot be read', async () => {
    const world = setUp(NOT_VISIBLE);
    world.endpoints.descriptions = [new Error('Throttled')];
    expect((await world.poll()).outcome).toBe('retry');
  });
});

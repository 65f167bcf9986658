import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkRun } from '../../lambda/contract/workflow-input.js';
import type { AtlasChangePort, LinkReference } from '../../lambda/domain/ports.js';
import { retryLink } from '../../lambda/domain/retry-link.js';
import { atlasError } from './atlas-errors.js';
import { FakeAtlas } from './fake-atlas.js';
import { FakeVpcEndpoints } from './fake-aws.js';
import { recordingPorts } from './recording-ports.js';
import { ENDPOINT_ID, linkDescription, workflowInput } from './samples.js';
import { VirtualClock } from './virtual-clock.js';

const SMALLER = 'vpce-00000000000000001';
const BIGGER = 'vpce-fffffffffffffffff';
const REFUSED = { ConnectionStatus: 'REJECTED', ErrorMessage: 'an idempotent operation is going on' };
const AVAILABLE = { ConnectionStatus: 'AVAILABLE' };
const REMOVED = { ...REFUSED, DeleteRequested: true };
const DECLARED: Partial<LinkRun> = {
  origin: { kind: 'custom-resource', id: 'r1' },
  change: { kind: 'create', lastLink: 'keep', ownsEndpoint: false },
};
/** Calls after which nothing that is unsettled is waited for. */
const LATE = 8;

/** A removed link stays listed until it is taken out. */
class RemovingAtlas extends FakeAtlas implements AtlasChangePort {
  async deleteLink({ endpointId }: LinkReference): Promise<void> {
    this.calls.push(`delete ${endpointId}`);
    this.show(endpointId, REMOVED);
  }
  show(endpointId: string, parts: Parameters<typeof linkDescription>[0]): void {
    this.links.set(endpointId, linkDescription({ EndpointId: endpointId, ...parts }));
  }
  createService = () => Promise.reject(new Error('not here'));
  setRemoteRegions = () => Promise.reject(new Error('not here'));
  deleteService = () => Promise.reject(new Error('not here'));
  setRegionalMode = () => Promise.reject(new Error('not here'));
}

type Shown = Readonly<Record<string, Parameters<typeof linkDescription>[0]>>;

function setUp(shown: Shown = { [ENDPOINT_ID]: REFUSED }) {
  const world = {
    ...recordingPorts(),
    atlas: new RemovingAtlas(),
    endpoints: new FakeVpcEndpoints(),
    clock: new VirtualClock(),
  };
  for (const [id, parts] of Object.entries(shown)) world.atlas.show(id, parts);
  const retry = (repetition = 0, run: Partial<LinkRun> = {}, existed?: boolean) =>
    retryLink(world, workflowInput(run), {
      prepared: existed === undefined ? undefined : { existed, round: 1 },
      count: 1,
      repetition,
    });
  const changes = () => world.atlas.calls.filter((call) => /^(create|delete)/.test(call));
  return { ...world, retry, changes };
}

const notYet = { name: 'NotYetError' };

describe('a refused link beside another', () => {
  const beside = { [ENDPOINT_ID]: REFUSED, [SMALLER]: AVAILABLE };

  it('is posted, removed, waited for, and posted again; the tries are counted once', async () => {
    const world = setUp(beside);
    await expect(world.retry(0)).rejects.toMatchObject(notYet);
    await expect(world.retry(1)).rejects.toMatchObject(notYet);
    world.atlas.links.delete(ENDPOINT_ID);
    expect(await world.retry(2)).toEqual({ count: 2, refusal: '', at: world.clock.now().toISOString() });
    expect(world.changes()).toEqual([
      `create ${ENDPOINT_ID}`,
      `delete ${ENDPOINT_ID}`,
      `create ${ENDPOINT_ID}`,
    ]);
    expect(world.counted).toEqual({ LinkRetried: 1 });
  });

  it('comes to the same end when the answer of the last POST is lost', async () => {
    const world = setUp(beside);
    await expect(world.retry(0)).rejects.toMatchObject(notYet);
    world.atlas.links.delete(ENDPOINT_ID);
    world.atlas.failNext('create', atlasError('unavailable'), { afterEffect: true });
    expect(await world.retry(1)).toMatchObject({ count: 2, refusal: '' });
    expect(await world.retry(2)).toMatchObject({ count: 2, refusal: '' });
    expect(world.atlas.links.get(ENDPOINT_ID)?.ConnectionStatus).toBe('PENDING_ACCEPTANCE');
  });

  it('is not removed when Atlas takes the POST for another try', async () => {
    const world = setUp(beside);
    world.atlas.createLink = async () => linkDescription({ ConnectionStatus: 'PENDING_ACCEPTANCE' });
    expect(await world.retry()).toMatchObject({ count: 2, refusal: '' });
    expect(world.changes()).toEqual([]);
  });

  it('is removed all the same when Atlas takes the POST and leaves the refusal', async () => {
    const world = setUp(beside);
    world.atlas.createLink = async () => linkDescription(REFUSED);
    await expect(world.retry()).rejects.toMatchObject(notYet);
    expect(world.changes()).toEqual([`delete ${ENDPOINT_ID}`]);
  });

  it.each(['unavailable', 'rate-limited', 'authentication'] as const)(
    'waits when Atlas cannot be asked: %s',
    async (kind) => {
      const world = setUp(beside);
      world.atlas.failNext('find', atlasError(kind));
      await expect(world.retry(1)).rejects.toMatchObject({ ...notYet, message: `Atlas said ${kind}` });
    },
  );

  it('waits while the service does not accept endpoints', async () => {
    const world = setUp(beside);
    world.atlas.failNext(
      'create',
      atlasError('conflict', { code: 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS' }),
    );
    await expect(world.retry()).rejects.toMatchObject({ name: 'EndpointNotReadyError' });
    expect(world.changes()).not.toContain(`delete ${ENDPOINT_ID}`);
  });
});

describe('the last link of an endpoint service', () => {
  it('is never removed: the refusal says what to do', async () => {
    const world = setUp();
    expect(await world.retry()).toEqual({
      count: 2,
      refusal: expect.stringMatching(/last link of its endpoint service.*Add another VPC endpoint/),
    });
    expect(world.changes()).toEqual([`create ${ENDPOINT_ID}`]);
  });

  it('is not made by a link that is being removed', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [SMALLER]: REMOVED });
    for (const repetition of [0, LATE - 1])
      await expect(world.retry(repetition)).rejects.toMatchObject(notYet);
    expect((await world.retry(LATE)).refusal).toMatch(/last link/);
    expect(world.changes()).not.toContain(`delete ${ENDPOINT_ID}`);
  });

  it('waits for another one that may be gone only to be made again', async () => {
    const world = setUp();
    await expect(world.retry(1)).rejects.toMatchObject(notYet);
    expect((await world.retry(LATE)).refusal).toMatch(/last link/);
  });
});

describe('links of one service that are refused together', () => {
  it('are removed one after the other: the first by id waits until another is well', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [BIGGER]: REFUSED });
    await expect(world.retry()).rejects.toMatchObject(notYet);
    expect(world.changes()).not.toContain(`delete ${ENDPOINT_ID}`);
    world.atlas.show(BIGGER, { ConnectionStatus: 'PENDING_ACCEPTANCE' });
    await expect(world.retry(1)).rejects.toMatchObject(notYet);
    expect(world.changes()).toContain(`delete ${ENDPOINT_ID}`);
  });

  it('do not both go when the other is removed during the yield', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [BIGGER]: AVAILABLE });
    world.clock.sleep = async () => world.atlas.deleteLink({ ...workflowInput().target, endpointId: BIGGER });
    await expect(world.retry()).rejects.toMatchObject(notYet);
    expect(world.changes()).not.toContain(`delete ${ENDPOINT_ID}`);
  });

  it('rely on one that stays refused when nobody has made it again for minutes', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [BIGGER]: REFUSED });
    await expect(world.retry(LATE)).rejects.toMatchObject(notYet);
    expect(world.changes()).toContain(`delete ${ENDPOINT_ID}`);
  });
});

/** Every call takes its effect when the scheduler says so, and a removal ends when it says so. */
class InterleavedAtlas extends RemovingAtlas {
  fewestStaying = Number.POSITIVE_INFINITY;

  constructor(private readonly scheduler: fc.Scheduler) {
    super();
  }
  override async findLink(link: LinkReference) {
    await this.turn();
    return super.findLink(link);
  }
  override async listEndpointServices(projectId: string) {
    await this.turn();
    return super.listEndpointServices(projectId);
  }
  override async createLink(link: LinkReference) {
    await this.turn();
    return super.createLink(link);
  }
  override async deleteLink(link: LinkReference) {
    await this.turn();
    await super.deleteLink(link);
    const staying = [...this.links.values()].filter(({ DeleteRequested }) => !DeleteRequested);
    this.fewestStaying = Math.min(this.fewestStaying, staying.length);
    void this.turn().then(() => this.links.delete(link.endpointId));
  }
  turn(): Promise<void> {
    return this.scheduler.schedule(Promise.resolve());
  }
}

it('however the calls interleave, links that are refused together never all go', async () => {
  const ids = [SMALLER, ENDPOINT_ID, BIGGER];
  const run = fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 3 }), async (scheduler, links) => {
    const atlas = new InterleavedAtlas(scheduler);
    const clock = { now: () => new Date(0), sleep: () => atlas.turn() };
    const deps = { ...recordingPorts(), atlas, clock, endpoints: new FakeVpcEndpoints() };
    for (const id of ids.slice(0, links)) atlas.show(id, REFUSED);
    const retryAll = async (endpointId: string) => {
      const { target } = workflowInput();
      const input = workflowInput({ target: { ...target, endpointId } });
      for (let repetition = 0; repetition < LATE; repetition += 1) {
        const progress = { prepared: undefined, count: 0, repetition };
        const ended = await retryLink(deps, input, progress).catch(
          (error) => void expect(error).toMatchObject(notYet),
        );
        if (ended !== undefined) return;
        await atlas.turn();
      }
    };
    await scheduler.waitFor(Promise.all(ids.slice(0, links).map(retryAll)));
    expect(atlas.fewestStaying).toBeGreaterThan(0);
  });
  await fc.assert(run, { numRuns: 200 });
});

describe('a link that is not to be made again', () => {
  it.each([
    ['that somebody else has removed', {}],
    ['that somebody else is removing', { [ENDPOINT_ID]: REMOVED }],
  ])('%s is left to the next look', async (_, shown) => {
    const world = setUp(shown);
    expect(await world.retry(0)).toEqual({ count: 2, refusal: '' });
    expect(world.changes()).toEqual([]);
  });

  it('because Atlas has come to take it is counted, and nothing is done', async () => {
    const world = setUp({ [ENDPOINT_ID]: AVAILABLE });
    expect(await world.retry()).toMatchObject({ count: 2, refusal: '' });
    expect(world.changes()).toEqual([]);
  });

  it('because its endpoint was deleted meanwhile is not posted for a dead endpoint', async () => {
    const world = setUp({ [SMALLER]: AVAILABLE });
    world.endpoints.descriptions = [undefined];
    expect(await world.retry(3)).toEqual({ count: 2, refusal: '' });
    expect(world.changes()).toEqual([]);
  });

  it('because it was there before the stack is posted, and never removed', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [SMALLER]: AVAILABLE });
    expect((await world.retry(0, DECLARED, true)).refusal).toMatch(/was there before the stack/);
    expect(world.changes()).toEqual([`create ${ENDPOINT_ID}`]);
  });

  it('is told from one that the stack has made', async () => {
    const world = setUp({ [ENDPOINT_ID]: REFUSED, [SMALLER]: AVAILABLE });
    await expect(world.retry(0, DECLARED, false)).rejects.toMatchObject(notYet);
    expect(world.changes()).toContain(`delete ${ENDPOINT_ID}`);
    expect(world.endpoints.described).toBe(0);
  });
});

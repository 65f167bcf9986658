/** Which requests a link makes to Atlas, and which it does not, from the journal of the local Atlas. */
import { describe, expect, it } from 'vitest';
import { Metric } from '../../lambda/contract/metrics.js';
import type { World } from '../../local/world.js';
import {
  conclusionsIn,
  createAndRun,
  linkExecutionsIn,
  type ScenarioOptions,
  startScenario,
} from './scenario-world.js';

const TAG = 'atlas-privatelink';
const TAGS = { [TAG]: 'true' };
/** Atlas accepts the connection after a poll for a refusal, and EC2 shows the acceptance at once. */
const TIMINGS = { linkSeconds: 95, ec2PendingSeconds: 0, connectionStringsSeconds: 200 };
/** Seconds after the creation of an endpoint at which its execution waits, and no poll of Atlas is due. */
const WAITING_SECONDS = 25;

const LIST = 'GET /privateEndpoint/AWS/endpointService';
const POST = 'POST /privateEndpoint/AWS/endpointService/{id}/endpoint';
const LINK = 'GET /privateEndpoint/AWS/endpointService/{id}/endpoint/{vpce}';
const CLUSTERS = 'GET /clusters';
const TOKEN = 'POST /api/oauth/token';

/** A project with a tag, a cluster and push. */
async function start({ app, ...options }: ScenarioOptions = {}): Promise<World> {
  const world = await startScenario({
    timings: TIMINGS,
    ...options,
    app: { selectTag: TAG, push: '', ...app },
  });
  const [project] = world.projects;
  if (project === undefined) throw new Error('The world has no project.');
  world.atlas.world.createCluster(project, { name: 'orders', regionNames: ['EU_WEST_1'] });
  return world;
}

/** All requests in their order, without ids, query and the challenges of digest authentication. */
function requestsIn(world: World): string[] {
  return world.atlas.journal.entries
    .filter(({ status }) => status !== 401)
    .map(({ method, path }) => `${method} ${shapeOf(path)}`);
}

function shapeOf(path: string): string {
  return path
    .replace(/\?.*$/, '')
    .replace(/^\/api\/atlas\/v2\/groups\/[0-9a-f]{24}/, '')
    .replace(/[0-9a-f]{24}/, '{id}')
    .replace(/vpce-[0-9a-f]+/, '{vpce}');
}

const countOf = (world: World, request: string) => requestsIn(world).filter((one) => one === request).length;

describe('one link', () => {
  it.each([
    ['an API key', 'digest', []],
    ['a service account', 'oauth', [TOKEN]],
  ] as const)(
    'asks Atlas with %s for nothing twice, and for nothing that only others need',
    async (_, auth, first) => {
      const world = await start({ auth });
      await createAndRun(world, { tags: TAGS });
      expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
      // One poll is for a refusal, and one comes after EC2's `available`.
      expect(requestsIn(world)).toEqual([...first, LIST, POST, LINK, LINK, CLUSTERS]);
    },
  );

  it('reads clusters for its warnings if nothing follows its connection strings, once', async () => {
    const world = await start({ app: { connectionStringsTimeoutSeconds: '0' } });
    await createAndRun(world, { tags: TAGS });
    expect(requestsIn(world).sort()).toEqual([LIST, POST, LINK, LINK, CLUSTERS].sort());
  });

  it('is first searched for connection strings when they can be there, and then every 45 s', async () => {
    const world = await start({ timings: { ...TIMINGS, connectionStringsSeconds: 400 } });
    await createAndRun(world, { tags: TAGS });
    const concludedAt = Date.parse(conclusionsIn(world)[0]?.concludedAt ?? '');
    const seconds = world.atlas.journal.entries
      .filter(({ path, status }) => status === 200 && /\/clusters\b/.test(path))
      .map(({ at }) => (at - concludedAt) / 1000);
    const [first = 0, ...later] = seconds;
    expect(first).toBeGreaterThanOrEqual(210);
    expect(first).toBeLessThan(215);
    expect(later.length).toBeGreaterThan(3);
    for (const [index, at] of later.entries()) {
      const pause = at - (seconds[index] ?? 0);
      expect(pause).toBeGreaterThanOrEqual(45);
      expect(pause).toBeLessThan(48);
    }
  });

  it('is challenged once by each function that asks Atlas with an API key', async () => {
    const world = await start();
    await createAndRun(world, { tags: TAGS });
    expect(world.atlas.journal.count({ status: 401 })).toBe(2);
  });
});

describe('many links', () => {
  it('list the endpoint services once for each registration', async () => {
    // Without tags, each endpoint has one event.
    const world = await startScenario({ timings: TIMINGS });
    const links = 5;
    for (let count = 0; count < links; count += 1) world.createVpcEndpoint();
    await world.time.run();
    expect(conclusionsIn(world)).toHaveLength(links);
    expect([countOf(world, LIST), countOf(world, POST)]).toEqual([links, links]);
  });

  it('of a project that wait for connection strings share the reads of its clusters', async () => {
    const timings = { ...TIMINGS, connectionStringsSeconds: 600 };
    const alone = await start({ timings });
    await createAndRun(alone, { tags: TAGS });
    const world = await start({ timings });
    world.createVpcEndpoint({ tags: TAGS });
    await world.time.run(7);
    await createAndRun(world, { tags: TAGS });
    expect(conclusionsIn(world)).toHaveLength(2);
    expect(countOf(alone, CLUSTERS)).toBeGreaterThan(3);
    // The second link may wait for one more round than the first.
    expect(countOf(world, CLUSTERS)).toBeLessThanOrEqual(countOf(alone, CLUSTERS) + 1);
  });
});

describe('another event about a link whose execution is alive', () => {
  const ways: readonly [string, (world: World, endpointId: string) => void][] = [
    ['a redelivery of every event so far', redeliver],
    ['a change of its tag', (world, id) => world.tagEndpoint(id, { [TAG]: 'yes' })],
  ];

  it.each(ways)('asks Atlas nothing while it waits for its acceptance: %s', async (_, repeat) => {
    const { world, requests } = await repeatAfter(WAITING_SECONDS, repeat);
    expect(requests).toEqual([]);
    await world.time.run();
    expect([countOf(world, LIST), countOf(world, POST)]).toEqual([1, 1]);
    expectOnce(world);
  });

  it.each(ways)(
    'asks Atlas for one list while it waits for its connection strings: %s',
    async (_, repeat) => {
      const { world, requests, events } = await repeatAfter(TIMINGS.linkSeconds + WAITING_SECONDS, repeat);
      expect(requests).toEqual(Array.from({ length: events }, () => LIST));
      await world.time.run();
      expect(countOf(world, POST)).toBe(1);
      expectOnce(world);
    },
  );

  async function repeatAfter(seconds: number, repeat: (world: World, endpointId: string) => void) {
    const world = await start();
    const { endpointId } = world.createVpcEndpointByCloudFormation({ tags: TAGS });
    await world.time.run(seconds);
    const before = { requests: requestsIn(world).length, received: receivedIn(world) };
    repeat(world, endpointId);
    await world.time.run(20);
    const events = receivedIn(world) - before.received;
    expect(events).toBeGreaterThan(0);
    return { world, events, requests: requestsIn(world).slice(before.requests) };
  }

  function expectOnce(world: World): void {
    expect([linkExecutionsIn(world).length, conclusionsIn(world).length]).toEqual([1, 1]);
    expect(world.aws.metrics.sum(Metric.LINK_ADOPTED)).toBe(0);
  }

  function redeliver(world: World): void {
    const events = world.events.filter(({ source }) => source.startsWith('aws.'));
    for (const event of events) world.aws.bus.deliver(event);
  }

  /** Invocations of the function that receives events. */
  function receivedIn({ aws }: World): number {
    const found = [...aws.functions.invocations].find(([name]) => name.includes('ReceiveEndpoint'));
    return found?.[1] ?? 0;
  }
});

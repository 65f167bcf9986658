import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, startAutomation } from './automation-world.js';
import { conclusionsIn, createAndRun, deadLettersIn, linkRunsIn, statusTagOf } from './scenario-world.js';

const VENDOR = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0f0f0f0f0f0f0f0f0';
const S3 = 'com.amazonaws.eu-west-1.s3';

const ANSWERS = {
  'answers 403': { status: 403, body: '{"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST"}' },
  'answers 401': { status: 401, body: '{"errorCode":"UNAUTHORIZED"}' },
  'answers 503': { status: 503, body: '' },
} as const;
type Answer = keyof typeof ANSWERS;

/** From now on, the second of two projects answers nothing else. */
async function startWithUnreadable(answer: Answer): Promise<World> {
  const world = await startAutomation({ projects: 2 });
  world.atlas.faults.add({
    path: new RegExp(`groups/${world.projects[1]?.id}/`),
    times: Number.POSITIVE_INFINITY,
    strike: { kind: 'answer', ...ANSWERS[answer] },
  });
  return world;
}

const isTold = (world: World) => world.aws.metrics.sum('ProjectUnreadable') > 0;
const nothingOf = (world: World) => [
  conclusionsIn(world),
  linkRunsIn(world),
  deadLettersIn(world),
  world.aws.metrics.raised(),
];
const NOTHING = [[], [], [], []];

describe.each(Object.keys(ANSWERS) as Answer[])('while one project %s', (answer) => {
  it("another vendor's endpoint is not marked, and nobody is called for it", async () => {
    const world = await startWithUnreadable(answer);
    const endpoint = await createAndRun(world, { serviceName: VENDOR });
    expect(statusTagOf(endpoint)).toBeUndefined();
    expect(nothingOf(world)).toEqual(NOTHING);
    expect(isTold(world)).toBe(true);
  });

  it.each([
    ['an S3 endpoint', S3],
    ["another vendor's endpoint", VENDOR],
  ])('the deletion of %s is no dead letter', async (_, serviceName) => {
    const world = await startWithUnreadable(answer);
    const { endpointId } = await createAndRun(world, { serviceName });
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect(nothingOf(world)).toEqual(NOTHING);
  });

  it('endpoints of the other project are linked and unlinked', async () => {
    const world = await startWithUnreadable(answer);
    const first = await createAndRun(world);
    await createAndRun(world);
    world.deleteVpcEndpoints([first.endpointId]);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available', 'available', 'gone']);
  });

  it('its own endpoint waits, and is linked by the reconciliation once the cause is mended', async () => {
    const world = await startWithUnreadable(answer);
    const { endpointId } = await createAndRun(world, { serviceName: world.serviceOf(1).serviceName });
    expect([listedIn(world, 1), isTold(world)]).toEqual([[], true]);
    world.atlas.faults.clear();
    await reconcile(world);
    expect(listedIn(world, 1)).toEqual([endpointId]);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });
});

describe('an endpoint whose project is known to the function, and cannot be read now', () => {
  it('is refused as its own', async () => {
    const world = await startAutomation({ projects: 2 });
    const serviceName = world.serviceOf(1).serviceName;
    await createAndRun(world, { serviceName });
    world.atlas.faults.add({
      path: new RegExp(`groups/${world.projects[1]?.id}/`),
      times: Number.POSITIVE_INFINITY,
      strike: { kind: 'answer', ...ANSWERS['answers 403'] },
    });
    const endpoint = await createAndRun(world, { serviceName });
    expect(statusTagOf(endpoint)).toBe('failed');
    expect(deadLettersIn(world)).toHaveLength(1);
  });
});

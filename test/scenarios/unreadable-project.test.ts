import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, startAutomation } from './automation-world.js';
import {
  conclusionsIn,
  createAndRun,
  deadLettersIn,
  linkExecutionsIn,
  statusTagOf,
} from './scenario-world.js';

const VENDOR = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0f0f0f0f0f0f0f0f0';
const S3 = 'com.amazonaws.eu-west-1.s3';

const RESPONSES = {
  'answers 403': { status: 403, body: '{"error":403,"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST"}' },
  'answers 401': { status: 401, body: '{"error":401,"errorCode":"UNAUTHORIZED"}' },
  'answers 503': { status: 503, body: '' },
} as const;
type Response = keyof typeof RESPONSES;

/** Makes every request for the last project get this response. Of two projects, the first one stays readable. */
async function startWithUnreadable(response: Response, projects = 2): Promise<World> {
  const world = await startAutomation({ projects });
  world.atlas.faults.add({
    path: new RegExp(`groups/${world.projects[projects - 1]?.id}/`),
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'response', ...RESPONSES[response] },
  });
  return world;
}

const isReported = (world: World) => world.aws.metrics.sum('ProjectUnreadable') > 0;
const nothingOf = (world: World) => [
  conclusionsIn(world),
  linkExecutionsIn(world),
  deadLettersIn(world),
  world.aws.metrics.raised(),
];
const NOTHING = [[], [], [], []];

describe.each(Object.keys(RESPONSES) as Response[])('while one project %s', (response) => {
  it('another vendor’s endpoint is not tagged, and raises no alarm', async () => {
    const world = await startWithUnreadable(response);
    const endpoint = await createAndRun(world, { serviceName: VENDOR });
    expect(statusTagOf(endpoint)).toBeUndefined();
    expect(nothingOf(world)).toEqual(NOTHING);
    expect(isReported(world)).toBe(true);
  });

  it.each([
    ['an S3 endpoint', S3],
    ["another vendor's endpoint", VENDOR],
  ])('the deletion of %s leaves no dead-letter message', async (_, serviceName) => {
    const world = await startWithUnreadable(response);
    const { endpointId } = await createAndRun(world, { serviceName });
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    expect(nothingOf(world)).toEqual(NOTHING);
  });

  it('endpoints of the other project are linked and unlinked', async () => {
    const world = await startWithUnreadable(response);
    const first = await createAndRun(world);
    await createAndRun(world);
    world.deleteVpcEndpoints([first.endpointId]);
    await world.time.run();
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available', 'available', 'deleted']);
  });

  it('its own endpoint waits, and is linked by the reconciliation once the cause is removed', async () => {
    const world = await startWithUnreadable(response);
    const { endpointId } = await createAndRun(world, { serviceName: world.serviceOf(1).serviceName });
    expect([listedIn(world, 1), isReported(world)]).toEqual([[], true]);
    world.atlas.faults.clear();
    await reconcile(world);
    expect(listedIn(world, 1)).toEqual([endpointId]);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });
});

describe.each(Object.keys(RESPONSES) as Response[])('while the only project %s', (response) => {
  it.each([
    ["another vendor's endpoint", VENDOR],
    ['an S3 endpoint', S3],
  ])('%s is not tagged, and neither it nor its deletion raises an alarm', async (_, serviceName) => {
    const world = await startWithUnreadable(response, 1);
    const endpoint = await createAndRun(world, { serviceName });
    world.deleteVpcEndpoints([endpoint.endpointId]);
    await world.time.run();
    expect(statusTagOf(endpoint)).toBeUndefined();
    expect(nothingOf(world)).toEqual(NOTHING);
  });

  it('its own endpoint waits, and is linked by the reconciliation once the cause is removed', async () => {
    const world = await startWithUnreadable(response, 1);
    const { endpointId } = await createAndRun(world);
    expect([listedIn(world), nothingOf(world)]).toEqual([[], NOTHING]);
    world.atlas.faults.clear();
    await reconcile(world);
    expect(listedIn(world)).toEqual([endpointId]);
  });

  it('the reconciliation counts the project without an event, and reports no other drift', async () => {
    const world = await startWithUnreadable(response, 1);
    await reconcile(world);
    expect(world.aws.metrics.sum('ProjectUnreadable')).toBe(1);
    expect(world.aws.metrics.sum('DriftLeft')).toBe(0);
  });
});

describe('an endpoint that is selected by its own tag', () => {
  it('is reported as failed while the project cannot be read', async () => {
    const props = { endpointSelection: EndpointSelection.tagged('atlas') };
    const world = await startAutomation({ props });
    const effect = { kind: 'response', ...RESPONSES['answers 403'] } as const;
    world.atlas.faults.add({ path: /groups/, times: Number.POSITIVE_INFINITY, effect });
    await createAndRun(world, { serviceName: VENDOR });
    await createAndRun(world, { tags: { atlas: '' } });
    // Its creation and its tag have one event each, and one refusal.
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['failed']);
    expect(deadLettersIn(world)).toHaveLength(2);
  });
});

describe('an endpoint whose project the function knows, but cannot read now', () => {
  it('is refused as an endpoint of this automation', async () => {
    const world = await startAutomation({ projects: 2 });
    const serviceName = world.serviceOf(1).serviceName;
    await createAndRun(world, { serviceName });
    world.atlas.faults.add({
      path: new RegExp(`groups/${world.projects[1]?.id}/`),
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'response', ...RESPONSES['answers 403'] },
    });
    const endpoint = await createAndRun(world, { serviceName });
    expect(statusTagOf(endpoint)).toBe('failed');
    expect(deadLettersIn(world)).toHaveLength(1);
  });
});

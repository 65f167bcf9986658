/** Two events about one endpoint in the same second, of which Parameter Store throttles the claims. */
import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { scaledThrottles } from '../../local/aws/throttles.js';
import type { World } from '../../local/world.js';
import { type AutomationOptions, listedIn, recordOf, startAutomation } from './automation-world.js';
import { HOME } from './hub-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

const SELECTED = { atlas: 'link' };
const CROWD = 8;
/** More than all attempts of both deliveries. */
const ALWAYS = 99;

interface Throttled {
  /** Number of first claims that are answered with a throttle. */
  readonly times: number;
  /** True if Parameter Store has written them all the same. */
  readonly isWritten: boolean;
}

function throttleClaims({ aws }: World, { times, isWritten }: Throttled): void {
  const perform = aws.perform.bind(aws);
  let left = times;
  aws.perform = (call, caller) => {
    const isClaim = call.action === 'ssm:PutParameter' && call.input.Overwrite === false;
    if (!isClaim || left === 0) return perform(call, caller);
    left -= 1;
    if (isWritten) perform(call, caller);
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  };
}

/** The endpoint service is in another Region, so that the execution registers the endpoint after a wait. */
async function startDeferred() {
  const props = { endpointSelection: EndpointSelection.tagged('atlas', 'link') };
  const world = await startAutomation({ props, project: { remoteRegions: [HOME] } });
  const [project] = world.projects;
  if (project === undefined) throw new Error('The world has no project.');
  const service = world.atlas.world.createService(project, 'AWS', 'US_EAST_1', true);
  const { serviceName } = service;
  return {
    world,
    create: () => world.createVpcEndpoint({ serviceName, serviceRegion: 'us-east-1', tags: SELECTED }),
  };
}

async function startPlain(options: Pick<AutomationOptions, 'throttles'> = {}) {
  const props = { endpointSelection: EndpointSelection.tagged('atlas', 'link') };
  const world = await startAutomation({ props, ...options });
  return { world, create: () => world.createVpcEndpoint({ tags: SELECTED }) };
}

const CASES: [string, Throttled][] = [
  ['is throttled once', { times: 1, isWritten: false }],
  ['is throttled once and written', { times: 1, isWritten: true }],
  ['is throttled in all attempts of the first event', { times: 3, isWritten: false }],
  [
    'is throttled in all attempts of the first event, and written by the first of them',
    { times: 3, isWritten: true },
  ],
];

describe.each([
  ['that its function registers', () => startPlain()],
  ['that its execution registers', startDeferred],
])('an endpoint %s, and whose claim', (_how, start) => {
  it.each(CASES)('%s is registered by one execution', async (_name, throttled) => {
    const { world, create } = await start();
    throttleClaims(world, throttled);
    const { endpointId } = create();
    world.tagEndpoint(endpointId, SELECTED);
    await world.time.run();
    expectOneLink(world, endpointId);
    expect(linkExecutionsIn(world)).toHaveLength(1);
    expect(conclusionsIn(world)).toHaveLength(1);
  });

  it('is never taken is registered once, by one execution', async () => {
    const { world, create } = await start();
    throttleClaims(world, { times: ALWAYS, isWritten: false });
    const { endpointId } = create();
    world.tagEndpoint(endpointId, SELECTED);
    await world.time.run();
    expectOneLink(world, endpointId);
    expect(linkExecutionsIn(world).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(conclusionsIn(world)).toHaveLength(1);
  });
});

it('a crowd of endpoints has hardly more executions than links, although each endpoint has two events', async () => {
  // Limits reduced so that few endpoints meet the same throttling as forty.
  const { world, create } = await startPlain({ throttles: scaledThrottles(CROWD / 40) });
  const ids = Array.from({ length: CROWD }, () => create().endpointId);
  await world.time.run();
  expect(world.aws.throttles.refused.get('ssm:PutParameter')).toBeGreaterThan(0);
  expect(new Set(conclusionsIn(world).map(({ link }) => link.EndpointId))).toEqual(new Set(ids));
  expect(linkExecutionsIn(world).length).toBeLessThan(1.4 * ids.length);
  expect(deadLettersIn(world)).toEqual([]);
});

function expectOneLink(world: World, endpointId: string): void {
  expect(listedIn(world)).toEqual([endpointId]);
  // The function of the second event may ask as well, and adopts the link.
  expect(world.atlas.journal.count({ method: 'POST', status: 201, path: /\/endpoint$/ })).toBe(1);
  const outcomes = new Set(conclusionsIn(world).map(({ outcome }) => outcome));
  expect([...outcomes]).toEqual(['available']);
  expect(recordOf(world, endpointId)?.state).toBe('available');
  expect(deadLettersIn(world)).toEqual([]);
}

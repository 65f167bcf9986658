/** What happens between a temporary refusal and the next request for the same link decides whether it is sent. */
import { describe, expect, it } from 'vitest';
import { linkParameterName, memberLinksPath } from '../../lambda/contract/registry.js';
import { DECLARED_TAG } from '../../lambda/contract/tags.js';
import { EndpointSelection } from '../../lib/index.js';
import type { EndpointService } from '../../local/atlas/index.js';
import type { World } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';
import {
  type AutomationOptions,
  listedIn,
  reconcile,
  recordOf,
  startAutomation,
} from './automation-world.js';
import {
  AWAY,
  conclusionsAt,
  MEMBER,
  recordAtHub,
  runFor,
  SECOND,
  startHub,
  updateHub,
} from './hub-world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from './scenario-world.js';

const BUSY =
  'Cannot modify VPC Endpoint at this time because there is an idempotent operation going on from AWS API.';
const SELECTED = { atlas: 'yes' };
const POLL_SECONDS = 5;

/** Runs until Atlas has refused the link: the next request is due later. */
async function untilRefused(
  { time, atlas }: Pick<World, 'time' | 'atlas'>,
  { links }: EndpointService,
  endpointId: string,
): Promise<void> {
  while (links.get(endpointId)?.status !== 'REJECTED') {
    await time.run(POLL_SECONDS);
    atlas.world.settle();
  }
}

/** Neither the table nor a connection notification of EC2 is left of a link that has waited for its acceptance. */
function expectNoWaiting({ aws }: World): void {
  const waiting = aws.tables.itemsOf('WaitingLinks').map(({ id }) => String(id?.S));
  expect(waiting.filter((id) => !id.startsWith('#'))).toEqual([]);
  expect(aws.notifications.all).toEqual([]);
}

function postsIn({ atlas }: Pick<World, 'atlas'>): number {
  return atlas.journal.count({ method: 'POST', path: /\/endpoint$/ });
}

/** Something happens between the refusal and the next request, which Atlas would take. */
async function meanwhile(
  happens: (world: World, endpointId: string) => void,
  props: AutomationOptions['props'] = {},
) {
  const world = await startAutomation({
    props: { endpointSelection: EndpointSelection.tagged('atlas'), ...props },
  });
  world.atlas.world.retriesRejected = true;
  const { endpointId } = world.createVpcEndpoint({ tags: SELECTED });
  world.atlas.world.reject(endpointId, BUSY, 1);
  await untilRefused(world, world.service, endpointId);
  happens(world, endpointId);
  await world.time.run();
  return { world, endpointId };
}

const deselect = (world: World, endpointId: string) => world.untagEndpoint(endpointId, ['atlas']);

function amendRecord({ aws }: WorldPlace, name: string, parts: object): void {
  const parameter = aws.parameters.get(name);
  if (parameter === undefined) throw new Error('The link is not claimed.');
  const value = JSON.stringify({ ...JSON.parse(parameter.value), ...parts });
  aws.parameters.put({ name, value, type: 'String', overwrite: true });
}

/** Claims the link as another writer would. */
const claimFor = (parts: object) => (world: World, endpointId: string) =>
  amendRecord(world, linkParameterName(endpointId), {
    executionStartedAt: new Date(world.time.now()).toISOString(),
    ...parts,
  });

describe('a link that Atlas has refused temporarily', () => {
  it('is requested again if nothing happens meanwhile', async () => {
    const { world, endpointId } = await meanwhile(() => undefined);
    expect(postsIn(world)).toBe(2);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available' });
  });

  it('is not requested again for an endpoint that is no longer selected, and the failure says so', async () => {
    const { world, endpointId } = await meanwhile(deselect);
    expect(postsIn(world)).toBe(1);
    expect(conclusionsIn(world)).toMatchObject([
      { outcome: 'failed', message: expect.stringMatching(/idempotent operation.*may be linked/) },
    ]);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'failed' });
    expect(world.service.links.get(endpointId)?.status).toBe('REJECTED');
  });

  it('is removed, and not requested again, if deselected links are removed', async () => {
    const { world, endpointId } = await meanwhile(
      (world, id) => {
        world.createVpcEndpoint({ tags: SELECTED });
        deselect(world, id);
      },
      { unlinkDeselected: true },
    );
    expect(listedIn(world)).not.toContain(endpointId);
    expect(recordOf(world, endpointId)).toBeUndefined();
    const outcomes = conclusionsIn(world).filter(({ link }) => link.EndpointId === endpointId);
    expect(outcomes.map(({ goal, outcome }) => [goal, outcome])).toEqual([['deleted', 'deleted']]);
  });

  it('is left to the stack that declares it by now', async () => {
    const { world, endpointId } = await meanwhile((world, id) =>
      world.tagEndpoint(id, { [DECLARED_TAG.KEY]: 'a-stack' }),
    );
    expect(postsIn(world)).toBe(1);
    expect(conclusionsIn(world)).toEqual([]);
    expect(recordOf(world, endpointId)).toBeUndefined();
    expect(linkExecutionsIn(world)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expectNoWaiting(world);
  });

  it.each([
    ['another execution', claimFor({ execution: 'by-hand' })],
    ['a removal', claimFor({ state: 'unlinking', execution: 'by-hand' })],
    ['another automation', claimFor({ owner: 'another' })],
    [
      'nobody, because its record was removed',
      (world: World, id: string) => world.aws.parameters.delete(linkParameterName(id)),
    ],
  ])('is not requested again if the claim is that of %s', async (_, happens) => {
    const { world } = await meanwhile(happens);
    expect(postsIn(world)).toBe(1);
    expect(conclusionsIn(world)).toEqual([]);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('and has no record any more is found by the reconciliation', async () => {
    const { world, endpointId } = await meanwhile((world, id) =>
      world.aws.parameters.delete(linkParameterName(id)),
    );
    await reconcile(world);
    expect(recordOf(world, endpointId)?.execution).toBeDefined();
    expect(conclusionsIn(world)).toHaveLength(1);
  });

  it('is requested again without a record if the registry took none', async () => {
    const world = await startAutomation();
    world.atlas.world.retriesRejected = true;
    world.aws.server.refuse('ssm:PutParameter', 'ValidationException', 'too large', 99);
    const { endpointId } = world.createVpcEndpoint();
    world.atlas.world.reject(endpointId, BUSY, 1);
    await world.time.run();
    expect(postsIn(world)).toBe(2);
    expect(conclusionsIn(world).map(({ outcome }) => outcome)).toEqual(['available']);
  });

  it.each([
    ['the registry', 'ssm:GetParameter', 'ThrottlingException'],
    ['EC2', 'ec2:DescribeVpcEndpoints', 'UnauthorizedOperation'],
  ])('waits while %s cannot be read', async (_, action, code) => {
    const { world, endpointId } = await meanwhile(({ aws }) => aws.server.refuse(action, code, 'no', 6));
    expect(postsIn(world)).toBe(2);
    expect(recordOf(world, endpointId)).toMatchObject({ state: 'available' });
  });
});

describe("a member's link that Atlas has refused temporarily", () => {
  async function startRefused() {
    const world = await startHub({ reach: [{ accounts: [MEMBER, SECOND] }] });
    world.atlas.world.retriesRejected = true;
    const place = world.place(MEMBER, AWAY);
    const { serviceName } = world.serviceIn(AWAY);
    const { endpointId } = place.createVpcEndpoint({ serviceName });
    world.atlas.world.reject(endpointId, BUSY, 1);
    await untilRefused(world, world.serviceIn(AWAY), endpointId);
    return { world, place, endpointId };
  }

  it('is not requested again if its account may not reach the project any more', async () => {
    const { world, place, endpointId } = await startRefused();
    await updateHub(world, { reach: [{ accounts: [SECOND] }] });
    await runFor(world, 1800);
    expect(postsIn(world)).toBe(1);
    expect(conclusionsAt(place)).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('may not be linked') },
    ]);
    expect(recordAtHub(world, place, endpointId)).toMatchObject({ state: 'failed' });
  });

  it('is not requested again if another execution has its claim in the hub', async () => {
    const { world, place, endpointId } = await startRefused();
    const name = linkParameterName(endpointId, memberLinksPath({ account: MEMBER, region: AWAY }));
    amendRecord(world.home, name, { execution: 'by-hand' });
    await runFor(world, 300);
    expect(postsIn(world)).toBe(1);
    expect(conclusionsAt(place)).toEqual([]);
  });
});

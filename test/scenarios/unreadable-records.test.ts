/** An unreadable record may belong to any automation, so neither it nor its link is changed. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName } from '../../lambda/contract/registry.js';
import { EndpointSelection } from '../../lib/index.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, createAndRun, deadLettersIn } from './scenario-world.js';

type Parts = Readonly<Record<string, unknown>>;
const OTHERS = { owner: 'Somebody-else' };
const UNREADABLE: [shape: string, isOthers: boolean, make: (record: object) => string][] = [
  ['a later version', false, (record) => with_(record, { version: 2 })],
  ['a later version, of another owner', true, (record) => with_(record, { version: 2, ...OTHERS })],
  ['an unknown state', false, (record) => with_(record, { state: 'paused' })],
  ['an unknown state, of another owner', true, (record) => with_(record, { state: 'paused', ...OTHERS })],
  ['no warnings, of another owner', true, (record) => with_(record, { warnings: null, ...OTHERS })],
  ['JSON that is cut off', false, (record) => JSON.stringify(record).slice(0, 200)],
];

function with_(record: object, parts: Parts): string {
  return JSON.stringify({ ...record, ...parts });
}

const storedFor = (world: World, id: string) => world.aws.parameters.get(linkParameterName(id))?.value;
const write = (world: World, id: string, value: string) =>
  void world.aws.parameters.put({ name: linkParameterName(id), value, type: 'String', overwrite: true });
const deletions = (world: World) => world.atlas.journal.count({ method: 'DELETE' });

const byTag = { endpointSelection: EndpointSelection.tagged('atlas', 'yes'), unlinkDeselected: true };

/** Two links, one of which has an unreadable record. */
async function withUnreadable(make: (record: object) => string) {
  const world = await startAutomation({ props: byTag });
  const tags = { atlas: 'yes' };
  const { endpointId } = await createAndRun(world, { tags });
  await createAndRun(world, { tags });
  const value = make(recordOf(world, endpointId) as object);
  write(world, endpointId, value);
  const concluded = conclusionsIn(world).length;
  const requireLeft = () => {
    expect(storedFor(world, endpointId)).toBe(value);
    expect(listedIn(world)).toContain(endpointId);
    expect(deletions(world)).toBe(0);
    expect(conclusionsIn(world)).toHaveLength(concluded);
    expect(deadLettersIn(world)).toEqual([]);
  };
  return { world, endpointId, requireLeft };
}

describe.each(UNREADABLE)('a record that cannot be read: %s', (_, isOthers, make) => {
  it('is not changed, and its link is not removed, when the endpoint is deleted', async () => {
    const { world, endpointId, requireLeft } = await withUnreadable(make);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    requireLeft();
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('is not changed by events about tags, including those that deselect', async () => {
    const { world, endpointId, requireLeft } = await withUnreadable(make);
    world.tagEndpoint(endpointId, { another: 'tag' });
    await world.time.run();
    requireLeft();
    world.tagEndpoint(endpointId, { atlas: 'no' });
    await world.time.run();
    requireLeft();
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('prevents a new endpoint from being linked', async () => {
    const world = await startAutomation({ props: byTag });
    const { endpointId } = await createAndRun(world, { tags: { atlas: 'yes' } });
    const record = recordOf(world, endpointId) as object;
    const next = world.createVpcEndpoint({ tags: { atlas: 'yes' } }).endpointId;
    const value = make(record);
    write(world, next, value);
    await world.time.run();
    expect([storedFor(world, next), listedIn(world)]).toEqual([value, [endpointId]]);
    expect([deadLettersIn(world), world.aws.metrics.raised()]).toEqual([[], []]);
  });

  it('is reported by the reconciliation of its automation, and not changed', async () => {
    const { world, endpointId, requireLeft } = await withUnreadable(make);
    await reconcile(world);
    requireLeft();
    world.tagEndpoint(endpointId, { atlas: 'no' });
    await reconcile(world);
    world.deleteVpcEndpoints([endpointId]);
    await world.time.run();
    await reconcile(world);
    requireLeft();
    const found = world.published(LINKS_RECONCILED).at(-1)?.detail as LinksReconciledDetail;
    expect(
      found.drift.filter((drift) => drift.endpointId === endpointId && drift.kind !== 'unmanaged'),
    ).toEqual(isOthers ? [] : [expect.objectContaining({ kind: 'unreadable', endpointId, result: 'left' })]);
  });

  it('that appears while an execution removes the link ends the removal', async () => {
    const world = await startAutomation({ props: byTag });
    const { endpointId } = await createAndRun(world, { tags: { atlas: 'yes' } });
    await createAndRun(world, { tags: { atlas: 'yes' } });
    const value = make(recordOf(world, endpointId) as object);
    world.deleteVpcEndpoints([endpointId]);
    while (recordOf(world, endpointId)?.state !== 'unlinking') await world.time.run(1);
    write(world, endpointId, value);
    await world.time.run();
    expect([storedFor(world, endpointId), deletions(world)]).toEqual([value, 0]);
  });
});

it.each([
  ['another field', { pausedBy: 'a later version' }],
  ['the code of a warning of a later version', { warnings: ['A_LATER_ONE'] }],
])('an own record with %s can be read, and its link is removed with its endpoint', async (_, parts) => {
  const { world, endpointId } = await withUnreadable((record) => with_(record, parts));
  world.deleteVpcEndpoints([endpointId]);
  await world.time.run();
  expect([deletions(world), storedFor(world, endpointId)]).toEqual([1, undefined]);
});

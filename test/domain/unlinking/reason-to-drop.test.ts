import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { DECLARED_TAG } from '../../../lambda/contract/tags.js';
import { claimRemoval } from '../../../lambda/domain/registry/link-registry.js';
import { reasonToDrop } from '../../../lambda/domain/unlinking/reason-to-drop.js';
import type { DeletionEvidence, UnlinkCause } from '../../../lambda/execution-data/workflow-input.js';
import { FakeRegistry, FakeVpcEndpoints } from '../fake-aws.js';
import { ENDPOINT_ID, OWN, vpcEndpoint, workflowInput } from '../samples.js';

const EXECUTION = 'the-removal';
const SELECTED = { atlas: 'yes' };

async function setUp(parts: Partial<LinkRecord> = {}) {
  const registry = new FakeRegistry();
  const endpoints = new FakeVpcEndpoints();
  const { target } = workflowInput();
  const begun = { name: EXECUTION, claimedAt: new Date(0), target };
  await claimRemoval({ owner: OWN.owner, registry }, undefined, begun);
  const record = registry.records.get(ENDPOINT_ID);
  if (record !== undefined) registry.records.set(ENDPOINT_ID, { ...record, ...parts });
  const deps = { registry, endpoints, selection: { kind: 'tagged', key: 'atlas' }, own: OWN } as const;
  const ask = (cause?: UnlinkCause, evidence?: DeletionEvidence) => {
    const change = { kind: 'delete', lastLink: 'keep', ownsEndpoint: false, cause, evidence } as const;
    return reasonToDrop(deps, workflowInput({ goal: 'deleted', change }), EXECUTION);
  };
  return { registry, endpoints, ask };
}

describe('a removal is dropped', () => {
  it.each([
    ['has gone to another execution', { execution: 'another' }, /Execution another has the link/],
    ['is one to link again', { state: 'linking' }, /has it as linking/],
    ['is of another automation', { owner: 'another' }, /no longer has the link as one of this automation/],
    ['is of another account', { account: '999999999999' }, /no longer has the link/],
    ['names nobody', { owner: '' }, /no longer has the link/],
  ] as const)('if its claim %s, for any cause', async (_, parts, reason) => {
    const world = await setUp(parts);
    world.endpoints.descriptions = [undefined];
    for (const cause of ['command', 'endpoint-deleted', 'deselected'] as const)
      expect(await world.ask(cause)).toMatch(reason);
  });

  it('if there is no claim', async () => {
    const world = await setUp();
    world.registry.records.clear();
    expect(await world.ask('command')).toMatch(/no longer has the link/);
  });

  it('if the endpoint is selected again, or declared in a stack', async () => {
    const world = await setUp();
    world.endpoints.descriptions = [vpcEndpoint({ tags: SELECTED })];
    expect(await world.ask('deselected')).toMatch(/selected again/);
    world.endpoints.descriptions = [vpcEndpoint({ tags: { [DECLARED_TAG.KEY]: 'stack' } })];
    expect(await world.ask('deselected')).toMatch(/A stack declares/);
  });

  it('if EC2 shows an endpoint as alive that was reported as deleted', async () => {
    const world = await setUp();
    world.endpoints.descriptions = [vpcEndpoint({ state: 'available' })];
    expect(await world.ask('endpoint-deleted')).toMatch(/shows the VPC endpoint as available/);
  });

  it('if EC2 does not show it, and the execution has no evidence of its deletion', async () => {
    const world = await setUp();
    world.endpoints.descriptions = [undefined];
    expect(await world.ask('endpoint-deleted')).toMatch(/does not say how/);
    expect(world.registry.records.get(ENDPOINT_ID)?.state).toBe('unlinking');
  });

  it.each([
    ['available', 'available'],
    ['retained', 'retained'],
    ['linking', 'unlinking'],
    [undefined, 'unlinking'],
  ] as const)(
    'and the record of an existing endpoint that was %s is %s again',
    async (stateBefore, state) => {
      const world = await setUp({ stateBefore, missingSince: '2026-08-10T04:00:00.000Z' });
      world.endpoints.descriptions = [vpcEndpoint({ state: 'available' })];
      await world.ask('endpoint-deleted', 'absence');
      const record = world.registry.records.get(ENDPOINT_ID);
      expect(record?.state).toBe(state);
      if (state !== 'unlinking') expect(record).not.toHaveProperty('missingSince');
    },
  );

  it('if it has no cause', async () => {
    expect(await (await setUp()).ask()).toMatch(/does not say why/);
  });
});

describe('a removal continues', () => {
  it('while its claim and its cause remain', async () => {
    const world = await setUp();
    expect(await world.ask('command')).toBeUndefined();
    expect(await world.ask('deselected')).toBeUndefined();
    for (const evidence of ['deletion', 'shown', 'absence'] as const) {
      world.endpoints.descriptions = [undefined];
      expect(await world.ask('endpoint-deleted', evidence)).toBeUndefined();
    }
    world.endpoints.descriptions = [vpcEndpoint({ state: 'deleting' })];
    expect(await world.ask('endpoint-deleted')).toBeUndefined();
  });
});

describe('a removal waits', () => {
  it('if EC2 does not show an endpoint whose tags decide, or cannot be read', async () => {
    const world = await setUp();
    world.endpoints.descriptions = [undefined];
    await expect(world.ask('deselected')).rejects.toMatchObject({ name: 'NotYetError' });
    world.endpoints.descriptions = [new Error('RequestLimitExceeded')];
    for (const cause of ['deselected', 'endpoint-deleted'] as const)
      await expect(world.ask(cause)).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('if the registry cannot be read', async () => {
    const world = await setUp();
    world.registry.failNext = new Error('ThrottlingException');
    await expect(world.ask('command')).rejects.toThrow('ThrottlingException');
  });
});

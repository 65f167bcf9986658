import { describe, expect, it } from 'vitest';
import { AtlasRegionalMode, AtlasRegionalModeLookup } from '../../lib/index.js';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';

const regionalMode =
  (enabled: boolean, restoreOnDelete = false) =>
  ({ stack, provider }: DeclaredContext) => {
    const mode = new AtlasRegionalMode(stack, 'Mode', { provider, enabled, restoreOnDelete });
    new AtlasRegionalModeLookup(stack, 'ReadMode', { provider }).node.addDependency(mode);
  };

async function withCluster(isSharded = true): Promise<DeclaredWorld> {
  const declared = await startDeclared();
  declared.world.atlas.world.createCluster(declared.project, {
    name: 'Main',
    regionNames: ['EU_WEST_1'],
    isSharded,
  });
  return declared;
}

describe('the declared regional mode', () => {
  it('waits until Atlas has begun and finished updating the clusters', async () => {
    const declared = await withCluster();
    const begin = declared.world.time.now();
    expect(await declared.create({ also: regionalMode(true) })).toMatchObject({ status: 'COMPLETE' });
    const { clusterUpdateDelaySeconds, clusterUpdateSeconds, serviceSeconds } =
      declared.world.atlas.world.timings;
    const least = clusterUpdateDelaySeconds + clusterUpdateSeconds + serviceSeconds;
    expect((declared.world.time.now() - begin) / 1000).toBeGreaterThan(least);
    expect(declared.attributes('Mode')).toEqual({ ProjectId: declared.project.id, Enabled: 'true' });
    expect(declared.attributes('ReadMode')).toEqual({ ProjectId: declared.project.id, Enabled: 'true' });
  });

  it('does not wait in a project without clusters, or when nothing changes', async () => {
    const declared = await startDeclared();
    await declared.create({ also: regionalMode(true) });
    const begin = declared.world.time.now();
    await declared.update({ also: regionalMode(true, true) });
    expect(declared.world.time.now() - begin).toBeLessThan(30_000);
  });

  it('is changed in place', async () => {
    const declared = await withCluster();
    await declared.create({ also: regionalMode(true) });
    await declared.update({ also: regionalMode(false) });
    expect(declared.project.regionalMode).toBe(false);
    expect(declared.attributes('Mode')).toMatchObject({ Enabled: 'false' });
  });

  it('is restored on delete if the props say so, and left otherwise', async () => {
    const restored = await withCluster();
    await restored.create({ also: regionalMode(true, true) });
    expect(await restored.remove()).toMatchObject({ status: 'COMPLETE' });
    expect(restored.project.regionalMode).toBe(false);
    const left = await withCluster();
    await left.create({ also: regionalMode(true) });
    await left.remove();
    expect(left.project.regionalMode).toBe(true);
  });

  it('reports Atlas’s refusal, and leaves the project unchanged', async () => {
    const declared = await withCluster(false);
    expect(await declared.create({ also: regionalMode(true) })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/Enabled: .*replica set.*for sharded clusters/),
    });
    expect(declared.project.regionalMode).toBe(false);
  });

  it('rolls back a change whose clusters are never finished', async () => {
    const declared = await startDeclared({ timings: { clusterUpdateSeconds: 7200 } });
    declared.world.atlas.world.createCluster(declared.project, {
      name: 'Main',
      regionNames: ['EU_WEST_1'],
      isSharded: true,
    });
    expect(await declared.create({ also: regionalMode(true) })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('Main is UPDATING'),
    });
    expect(declared.project.regionalMode).toBe(false);
  });
});

import { CfnOutput } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';

const ONE_REGION = { name: 'Main', regionNames: ['EU_WEST_1'] };

/** Outputs that read the strings of a cluster, like the environment of an application. */
const reading =
  (cluster: string) =>
  ({ stack, links }: DeclaredContext) => {
    for (const [name, link] of links) {
      const { srv, standard, srvShardOptimized } = link.connectionStrings(cluster);
      new CfnOutput(stack, `Srv${name}`, { value: `${srv} ${standard} ${srvShardOptimized}` });
    }
  };

const stringsOf = (declared: DeclaredWorld) => declared.attributes('LinkA').ConnectionStrings;

describe('a declared link', () => {
  it('waits until Atlas lists this endpoint in the strings of the clusters of its Region', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.createCluster(declared.project, ONE_REGION);
    expect(await declared.create({ links: ['A'], also: reading('Main') })).toMatchObject({
      status: 'COMPLETE',
    });
    expect(declared.attributes('LinkA')).toMatchObject({
      ConnectionStrings: '{"Main":"mongodb+srv://main-pl-0.abcde.mongodb.net"}',
      ConnectionStringsMessage: '',
      'ConnectionStrings.Main.Srv': 'mongodb+srv://main-pl-0.abcde.mongodb.net',
      'ConnectionStrings.Main.Standard': expect.stringContaining(
        'mongodb://pl-0-eu-west-1.abcde.mongodb.net:1024',
      ),
      'ConnectionStrings.Main.SrvShardOptimized': '',
    });
  });

  it('does not wait for clusters of other Regions, paused ones and shared tiers', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    world.atlas.world.createCluster(project, { name: 'Elsewhere', regionNames: ['US_EAST_1'] });
    world.atlas.world.createCluster(project, { name: 'Wide', regionNames: ['EU_WEST_1', 'US_EAST_1'] });
    world.atlas.world.createCluster(project, { ...ONE_REGION, name: 'Paused', isPaused: true });
    world.atlas.world.createCluster(project, { ...ONE_REGION, name: 'Free', provider: 'TENANT' });
    const begin = world.time.now();
    await declared.create({ links: ['A'] });
    expect(world.time.now() - begin).toBeLessThan(330_000);
    expect(declared.attributes('LinkA')).toMatchObject({
      ConnectionStrings: '{}',
      ConnectionStringsMessage: '',
    });
  });

  it('becomes available without strings that are not read, and says why they are missing', async () => {
    const declared = await startDeclared({ timings: { connectionStringsSeconds: 7200 } });
    declared.world.atlas.world.createCluster(declared.project, ONE_REGION);
    expect(await declared.create({ links: ['A'] })).toMatchObject({ status: 'COMPLETE' });
    expect(declared.attributes('LinkA')).toMatchObject({
      ConnectionStatus: 'AVAILABLE',
      ConnectionStrings: '{}',
      ConnectionStringsMessage: expect.stringMatching(
        /cluster Main is UPDATING, with nodes in EU_WEST_1.*15 min/,
      ),
    });
  });

  it('fails the stack for strings that are read and that Atlas does not list, and rolls the link back', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    world.atlas.world.createCluster(project, { name: 'Wide', regionNames: ['EU_WEST_1', 'US_EAST_1'] });
    expect(await declared.create({ links: ['A'], also: reading('Wide') })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/cluster Wide is IDLE, with nodes in EU_WEST_1, US_EAST_1.*every Region/),
    });
    await world.time.run(120);
    world.atlas.world.settle();
    expect(project.services.size).toBe(0);
  });

  it('fails the stack for a cluster that the project does not have', async () => {
    const declared = await startDeclared();
    expect(await declared.create({ links: ['A'], also: reading('Typo') })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('the project has no cluster Typo'),
    });
  });

  it('gives each of two endpoints its own strings', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.createCluster(declared.project, { ...ONE_REGION, isSharded: true });
    expect(await declared.create({ links: ['A', 'B'], also: reading('Main') })).toMatchObject({
      status: 'COMPLETE',
    });
    for (const link of ['LinkA', 'LinkB']) {
      expect(declared.attributes(link)['ConnectionStrings.Main.SrvShardOptimized']).toBe(
        'mongodb+srv://main-pl-0-lb.abcde.mongodb.net',
      );
    }
  });

  it('does not read clusters if it does not wait', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.createCluster(declared.project, ONE_REGION);
    await declared.create({ links: ['A'], linkOverrides: { AwaitConnectionStrings: 'false' } });
    expect(stringsOf(declared)).toBe('{}');
    expect(declared.world.atlas.journal.count({ method: 'GET', path: /\/clusters/ })).toBe(0);
  });

  it('continues when Atlas cannot list clusters for a while', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.createCluster(declared.project, ONE_REGION);
    declared.world.atlas.faults.add({
      method: 'GET',
      path: /\/clusters/,
      times: 12,
      effect: { kind: 'response', status: 503 },
    });
    expect(await declared.create({ links: ['A'] })).toMatchObject({ status: 'COMPLETE' });
    expect(stringsOf(declared)).toContain('main-pl-0');
  });
});

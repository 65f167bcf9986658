import { Resolver } from 'node:dns/promises';
import { describe, expect, it } from 'vitest';
import type { World } from '../../local/world.js';
import { startBareWorld } from './bare-world.js';

const SRV = '_mongodb._tcp.main-pl-0.abcde.mongodb.net';
const HOST = 'pl-0-eu-west-1.abcde.mongodb.net';

function resolverOf(world: World): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([world.dnsServer]);
  return resolver;
}

async function startLinked() {
  const world = await startBareWorld();
  const [project] = world.projects;
  if (project === undefined) throw new Error('no project');
  const cluster = world.atlas.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  const endpoint = world.createVpcEndpoint();
  world.atlas.world.createLink(world.service, endpoint.endpointId, {});
  return { world, cluster, endpoint, resolver: resolverOf(world) };
}

describe('the DNS server', () => {
  it('resolves the SRV name to an address in the VPC, once the strings exist', async () => {
    const { world, endpoint, resolver } = await startLinked();
    await expect(resolver.resolveSrv(SRV)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await world.time.run(600);
    expect((await resolver.resolveSrv(SRV)).map(({ name, port }) => [name, port])).toEqual([
      [HOST, 1024],
      [HOST, 1025],
    ]);
    expect(await resolver.resolve4(HOST)).toEqual(['10.0.0.1']);
    const [canonical = ''] = await resolver.resolveCname(HOST);
    expect(canonical).toMatch(new RegExp(`^${endpoint.endpointId}.*\\.vpce\\.amazonaws\\.com$`));
    expect(await resolver.resolve4(canonical)).toEqual(['10.0.0.1']);
    expect((await resolver.resolveTxt('main-pl-0.abcde.mongodb.net')).flat()).toEqual([
      expect.stringContaining('authSource=admin'),
    ]);
  });

  it('does not resolve other names', async () => {
    const { resolver } = await startLinked();
    await expect(resolver.resolve4('example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('does not resolve names of a deleted endpoint', async () => {
    const { world, endpoint, resolver } = await startLinked();
    await world.time.run(600);
    world.deleteVpcEndpoints([endpoint.endpointId]);
    await expect(resolver.resolve4(HOST)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('resolves the new names of a moved cluster', async () => {
    const { world, cluster, resolver } = await startLinked();
    await world.time.run(600);
    world.atlas.world.moveCluster(cluster);
    await world.time.run(600);
    await expect(resolver.resolveSrv(SRV)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await resolver.resolveSrv(SRV.replace('pl-0', 'pl-1'))).toHaveLength(2);
  });
});

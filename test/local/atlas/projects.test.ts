import { describe, expect, it } from 'vitest';
import { foreignClient } from './foreign-client.js';
import { PROJECT_ID, setUp } from './simulator-setup.js';

const GROUPS = '/api/atlas/v2/groups';
const ORGANIZATION = 'a00000000000000000000002';
const NEW = { name: 'payments', orgId: ORGANIZATION };

describe('projects', () => {
  it('are created with 201, owned by their creator, and found by id and name', async () => {
    const { anywhere, server } = await setUp();
    const created = await anywhere('POST', GROUPS, NEW);
    expect([created.status, created.json]).toEqual([
      201,
      {
        clusterCount: 0,
        created: expect.stringMatching(/^2026-08-10T03:05:\d\dZ$/),
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        links: expect.arrayContaining([
          { href: `${server.url}${GROUPS}/${created.json.id}`, rel: 'self' },
          {
            href: `${server.url}${GROUPS}/${created.json.id}/clusters`,
            rel: 'https://cloud.mongodb.com/clusters',
          },
        ]),
        name: 'payments',
        orgId: ORGANIZATION,
        withDefaultAlertsSettings: true,
      },
    ]);
    for (const path of [created.json.id, 'byName/payments'])
      expect((await anywhere('GET', `${GROUPS}/${path}`)).json).toEqual(created.json);
  });

  it('are listed if the caller has a role in them', async () => {
    const { anywhere, server } = await setUp();
    server.world.createProject('111111111111111111111111');
    const { json } = await anywhere('POST', GROUPS, NEW);
    const all = await anywhere('GET', GROUPS);
    const idsOf = (page: { results: { id: string }[] }) => page.results.map(({ id }) => id);
    expect([all.json.totalCount, idsOf(all.json)]).toEqual([2, [PROJECT_ID, json.id]]);
    const page = await anywhere('GET', `${GROUPS}?pageNum=2&itemsPerPage=1`);
    expect(idsOf(page.json)).toEqual([json.id]);
    const ofOne = await anywhere('GET', `/api/atlas/v2/orgs/${ORGANIZATION}/groups`);
    expect(idsOf(ofOne.json)).toEqual([json.id]);
  });

  it.each([
    [{ orgId: ORGANIZATION }, 400, 'MISSING_ATTRIBUTE', ['name']],
    [{ name: 'payments' }, 400, 'MISSING_ATTRIBUTE', ['orgId']],
    [{ ...NEW, orgId: 'mine' }, 400, 'INVALID_ATTRIBUTE', ['orgId']],
    [{ ...NEW, name: 'a/b' }, 400, 'INVALID_ATTRIBUTE', ['name']],
    [{ ...NEW, name: 'taken' }, 409, 'GROUP_ALREADY_EXISTS', ['taken']],
  ])('are not created from %j', async (body, status, code, parameters) => {
    const { anywhere, server } = await setUp();
    await anywhere('POST', GROUPS, { ...NEW, name: 'taken' });
    const refused = await anywhere('POST', GROUPS, body);
    expect([refused.status, refused.json.errorCode, refused.json.parameters]).toEqual([
      status,
      code,
      parameters,
    ]);
    expect(server.world.projects.size).toBe(2);
  });

  it('with an unknown name, or without a role of the caller, are not found', async () => {
    const { anywhere, server } = await setUp();
    server.world.createProject(undefined, { name: 'of others' });
    for (const name of ['nobody', 'of%20others']) {
      const { status, json } = await anywhere('GET', `${GROUPS}/byName/${name}`);
      expect([status, json.errorCode]).toEqual([404, 'GROUP_NAME_NOT_FOUND']);
    }
  });

  it('are renamed, and deleted once they have no endpoint services', async () => {
    const { anywhere, call, clock, project, server } = await setUp();
    await call('PATCH', '', { name: 'renamed' });
    expect((await call('GET', '')).json.name).toBe('renamed');
    const service = server.world.createService(project, 'AWS', 'EU_WEST_1', true);
    const refused = await call('DELETE', '');
    expect([refused.status, refused.json.errorCode]).toEqual([
      409,
      'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_PRIVATE_ENDPOINT_SERVICES',
    ]);
    server.world.deleteService(service);
    clock.advanceSeconds(60);
    expect((await call('DELETE', '')).status).toBe(202);
    expect((await anywhere('GET', `${GROUPS}/${PROJECT_ID}`)).json.errorCode).toBe('GROUP_NOT_FOUND');
  });

  it('with a cluster are not deleted', async () => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    const { status, json } = await call('DELETE', '');
    expect([status, json.errorCode]).toEqual([409, 'CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS']);
  });
});

describe('other data that clients read of a project', () => {
  it('include teams, settings and addresses', async () => {
    const { call } = await setUp();
    const bodyOf = async (path: string) => (await call('GET', path)).json;
    expect(await bodyOf('/teams')).toMatchObject({ results: [], totalCount: 0 });
    expect(await bodyOf('/users')).toMatchObject({ results: [], totalCount: 0 });
    expect(await bodyOf('/ipAddresses')).toEqual({ groupId: PROJECT_ID, services: { clusters: [] } });
    expect(await bodyOf('/managedSlowMs')).toBe(true);
    const settings = await bodyOf('/settings');
    expect(settings.isDataExplorerEnabled).toBe(true);
    const changed = await call('PATCH', '/settings', { isDataExplorerEnabled: false });
    expect(changed.json).toEqual({ ...settings, isDataExplorerEnabled: false });
    expect(await bodyOf('/settings')).toEqual(changed.json);
    expect((await call('DELETE', '/managedSlowMs/disable')).status).toBe(204);
    expect(await bodyOf('/managedSlowMs')).toBe(false);
  });

  it('include a network container for each cloud provider and Region in use', async () => {
    const { call, project, server } = await setUp();
    expect((await call('GET', '/containers')).json).toMatchObject({ results: [], totalCount: 0 });
    server.world.createService(project, 'AWS', 'EU_WEST_1', true);
    server.world.createService(project, 'AZURE', 'EUROPE_WEST', true);
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1', 'US_EAST_1'] });
    const { json } = await call('GET', '/containers?providerName=AWS');
    expect(json.results).toEqual([
      {
        atlasCidrBlock: expect.stringContaining('/21'),
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        providerName: 'AWS',
        provisioned: true,
        regionName: 'EU_WEST_1',
        vpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
      },
      expect.objectContaining({ regionName: 'US_EAST_1' }),
    ]);
    expect((await call('GET', '/containers/all')).json.totalCount).toBe(3);
    expect((await call('GET', '/containers?providerName=AZURE')).json.results).toMatchObject([
      { providerName: 'AZURE', region: 'EUROPE_WEST', provisioned: false },
    ]);
  });

  it('include the configuration of a cluster’s processes', async () => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    expect((await call('GET', '/clusters/Main/processArgs')).json).toMatchObject({
      javascriptEnabled: true,
      minimumEnabledTlsProtocol: 'TLS1_2',
    });
    expect((await call('GET', '/clusters/Other/processArgs')).json.errorCode).toBe('CLUSTER_NOT_FOUND');
  });
});

describe('what clients change of a project', () => {
  it('are its tags and its default alerts, which stay if they are not named', async () => {
    const { anywhere } = await setUp();
    const tags = [{ key: 'team', value: 'payments' }];
    const { json } = await anywhere('POST', GROUPS, { ...NEW, tags, withDefaultAlertsSettings: false });
    expect(json).toMatchObject({ tags, withDefaultAlertsSettings: false });
    const path = `${GROUPS}/${json.id}`;
    expect((await anywhere('PATCH', path, { name: 'renamed' })).json).toMatchObject({
      name: 'renamed',
      tags,
    });
    expect((await anywhere('PATCH', path, { tags: [] })).json.tags).toBeUndefined();
    for (const refused of [
      { tags: [{ key: '', value: 'a' }] },
      { regionUsageRestrictions: 'GOV_REGIONS_ONLY' },
    ])
      expect((await anywhere('PATCH', path, refused)).json.errorCode).toBe('INVALID_ATTRIBUTE');
  });

  it('are its limits, up to the largest value, and back to the default', async () => {
    const { call } = await setUp();
    const name = 'atlas.project.deployment.nodesPerPrivateLinkRegion';
    const limit = async () =>
      (await call('GET', '/limits')).json.find((one: { name: string }) => one.name === name);
    expect(await limit()).toEqual({ defaultLimit: 50, maximumLimit: 90, name, value: 50 });
    expect((await call('PATCH', `/limits/${name}`, { value: 90 })).json.value).toBe(90);
    expect([(await limit()).value, (await call('GET', `/limits/${name}`)).json.value]).toEqual([90, 90]);
    expect((await call('PATCH', `/limits/${name}`, { value: 91 })).json.errorCode).toBe('INVALID_ATTRIBUTE');
    expect((await call('PATCH', '/limits/unknown', { value: 1 })).status).toBe(400);
    expect((await call('DELETE', `/limits/${name}`)).status).toBe(204);
    expect((await limit()).value).toBe(50);
  });

  it('are its teams with their roles', async () => {
    const { call } = await setUp();
    const teamId = 'b00000000000000000000001';
    const added = await call('POST', '/teams', [{ teamId, roleNames: ['GROUP_READ_ONLY', 'GROUP_OWNER'] }]);
    expect([added.status, added.json.results]).toEqual([
      200,
      [{ links: [], roleNames: ['GROUP_OWNER', 'GROUP_READ_ONLY'], teamId }],
    ]);
    // Terraform sends an empty list where no team is new.
    expect((await call('POST', '/teams', [])).json.totalCount).toBe(1);
    await call('PATCH', `/teams/${teamId}`, { roleNames: ['GROUP_READ_ONLY'] });
    expect((await call('GET', `/teams/${teamId}`)).json.roleNames).toEqual(['GROUP_READ_ONLY']);
    expect((await call('POST', '/teams', [{ teamId }])).json.errorCode).toBe('MISSING_ATTRIBUTE');
    expect((await call('DELETE', `/teams/${teamId}`)).status).toBe(204);
    expect((await call('GET', `/teams/${teamId}`)).status).toBe(404);
    expect((await call('DELETE', `/teams/${teamId}`)).status).toBe(404);
  });

  it('are its network containers, one for a Region, as long as they are not in use', async () => {
    const { call, project, server } = await setUp();
    const asked = { providerName: 'AWS', regionName: 'EU_WEST_1', atlasCidrBlock: '10.8.0.0/21' };
    const created = await call('POST', '/containers', asked);
    expect([created.status, created.json]).toMatchObject([
      201,
      { ...asked, provisioned: false, vpcId: null },
    ]);
    const path = `/containers/${created.json.id}`;
    expect((await call('POST', '/containers', asked)).status).toBe(409);
    const moved = await call('PATCH', path, { ...asked, atlasCidrBlock: '10.9.0.0/21' });
    expect(moved.json.atlasCidrBlock).toBe('10.9.0.0/21');
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    expect((await call('GET', path)).json).toMatchObject({
      atlasCidrBlock: '10.9.0.0/21',
      provisioned: true,
    });
    expect((await call('DELETE', path)).json.errorCode).toBe('CONTAINERS_IN_USE');
    project.clusters.splice(0);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
    for (const wrong of [
      { ...asked, atlasCidrBlock: '8.8.8.0/21' },
      { ...asked, regionName: 'nowhere' },
    ])
      expect((await call('POST', '/containers', wrong)).json.errorCode).toBe('INVALID_ATTRIBUTE');
  });

  it('are not changed by a key that may only read', async () => {
    const { server } = await setUp();
    const call = foreignClient(server.url, PROJECT_ID, 'reader', 'secret');
    const teams = [{ teamId: 'b00000000000000000000001', roleNames: ['GROUP_OWNER'] }];
    expect((await call('POST', '/teams', teams)).status).toBe(403);
    expect((await call('GET', '/teams')).json.totalCount).toBe(0);
  });
});

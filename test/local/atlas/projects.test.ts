import { describe, expect, it } from 'vitest';
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
  it('include teams, limits without values, settings and addresses', async () => {
    const { call } = await setUp();
    const bodyOf = async (path: string) => (await call('GET', path)).json;
    expect(await bodyOf('/teams')).toMatchObject({ results: [], totalCount: 0 });
    expect(await bodyOf('/limits')).toEqual([]);
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

import { describe, expect, it } from 'vitest';
import { foreignClient } from './foreign-client.js';
import { ENDPOINT_ID, PROJECT_ID, withService } from './simulator-setup.js';

const OTHER_PROJECT = '111111111111111111111111';
const ACCOUNT = { clientId: 'mdb_sa_id_0123456789abcdef01234567', clientSecret: 'mdb_sa_sk_secret' };

async function withKeys() {
  const parts = await withService();
  const { server } = parts;
  server.world.createProject(OTHER_PROJECT);
  server.identities.addApiKey({
    publicKey: 'elsewhere',
    privateKey: 'secret',
    roles: { [OTHER_PROJECT]: 'owner' },
  });
  server.identities.addApiKey({
    publicKey: 'network',
    privateKey: 'secret',
    roles: { [PROJECT_ID]: 'network-access-manager', [OTHER_PROJECT]: 'read-only' },
  });
  server.identities.addServiceAccount({ ...ACCOUNT, roles: { [PROJECT_ID]: 'read-only' } });
  const as = (publicKey: string) => foreignClient(server.url, PROJECT_ID, publicKey, 'secret');
  return { ...parts, as };
}

describe('the keys of a project', () => {
  it('are listed to a key that may only read, with all their roles and without their secrets', async () => {
    const { as } = await withKeys();
    const { status, json, text } = await as('reader')('GET', '/apiKeys');
    const keys = json.results as { publicKey: string; roles: object[] }[];
    expect([status, keys.map(({ publicKey }) => publicKey)]).toEqual([
      200,
      ['abcdefgh', 'reader', 'network'],
    ]);
    expect(keys[2]?.roles).toEqual([
      { groupId: PROJECT_ID, roleName: 'GROUP_NETWORK_ACCESS_MANAGER' },
      { groupId: OTHER_PROJECT, roleName: 'GROUP_READ_ONLY' },
      { orgId: expect.stringMatching(/^[0-9a-f]{24}$/), roleName: 'ORG_MEMBER' },
    ]);
    expect(text).not.toContain('secret');
  });

  it('are listed page by page', async () => {
    const { as } = await withKeys();
    const { json } = await as('reader')('GET', '/apiKeys?itemsPerPage=1&pageNum=2');
    expect([json.results.length, json.totalCount, json.results[0].publicKey]).toEqual([1, 3, 'reader']);
  });

  it('are not listed to a key of another project', async () => {
    const { as } = await withKeys();
    const { status, json } = await as('elsewhere')('GET', '/apiKeys');
    expect([status, json.errorCode]).toEqual([403, 'USER_UNAUTHORIZED']);
  });

  it('have service accounts in a list of their own, with the roles of this project', async () => {
    const { as } = await withKeys();
    const { status, json, text, headers } = await as('reader')('GET', '/serviceAccounts');
    expect([status, headers.get('content-type')]).toEqual([
      200,
      'application/vnd.atlas.2024-08-05+json;charset=utf-8',
    ]);
    expect(json.results).toMatchObject([{ clientId: ACCOUNT.clientId, roles: ['GROUP_READ_ONLY'] }]);
    expect(text).not.toContain(ACCOUNT.clientSecret);
  });
});

describe('a key with the role Project Network Access Manager', () => {
  it('reads, and changes no private endpoint unless this is switched on', async () => {
    const { as, links, server } = await withKeys();
    const call = as('network');
    expect((await call('GET', '/privateEndpoint/AWS/endpointService')).status).toBe(200);
    const refused = await call('POST', links, { id: ENDPOINT_ID });
    expect([refused.status, refused.json.errorCode]).toEqual([403, 'USER_UNAUTHORIZED']);
    server.world.networkAccessManagerMayLink = true;
    expect((await call('POST', links, { id: ENDPOINT_ID })).status).toBe(201);
    expect((await call('PATCH', '/privateEndpoint/regionalMode', { enabled: true })).status).toBe(202);
    // Of the project's settings, it may change none.
    expect((await call('PATCH', '', { name: 'renamed' })).status).toBe(403);
  });
});

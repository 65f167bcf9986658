import { describe, expect, it } from 'vitest';
import { ACCOUNT, API_KEY, setUpAtlas } from './atlas-setup.js';

const OTHER_PROJECT = '111111111111111111111111';

describe('the roles of the own credentials', () => {
  it('of an API key are those in the project and in the organization, not those in other projects', async () => {
    const { client, project, server } = await setUpAtlas();
    const roles = { [OTHER_PROJECT]: 'owner', [project.id]: 'read-only' } as const;
    server.identities.addApiKey({ ...API_KEY, roles });
    expect(await client.ownRoles(project.id)).toEqual(['GROUP_READ_ONLY', 'ORG_MEMBER']);
  });

  it('of a service account are those in the project', async () => {
    const { client, project } = await setUpAtlas({ secret: ACCOUNT });
    expect(await client.ownRoles(project.id)).toEqual(['GROUP_OWNER']);
  });

  it('are found on a later page', async () => {
    const { client, project, server } = await setUpAtlas();
    const own = server.identities.apiKeys.get(API_KEY.publicKey);
    server.identities.removeApiKey(API_KEY.publicKey);
    for (let index = 0; index < 500; index += 1)
      server.identities.addApiKey({
        publicKey: `key-${index}`,
        privateKey: 'other',
        roles: { [project.id]: 'owner' },
      });
    if (own !== undefined) server.identities.addApiKey({ ...own, roles: { [project.id]: 'read-only' } });
    expect(await client.ownRoles(project.id)).toEqual(['GROUP_READ_ONLY', 'ORG_MEMBER']);
  });

  it('are undefined if Atlas does not list the credentials', async () => {
    const { client, project, server } = await setUpAtlas();
    server.faults.add({
      method: 'GET',
      path: /\/apiKeys/,
      effect: { kind: 'response', status: 200, body: '{"links":[],"results":[],"totalCount":0}' },
    });
    expect(await client.ownRoles(project.id)).toBeUndefined();
  });

  it.each([
    [403, '{"error":403,"errorCode":"USER_UNAUTHORIZED","detail":"No."}', 'forbidden'],
    [200, '{"results":[{"publicKey":"abcdefgh","roles":"GROUP_OWNER"}],"links":[]}', 'unavailable'],
    [200, '', 'unavailable'],
  ])('are an error if Atlas responds %i with %s', async (status, body, kind) => {
    const { client, project, server } = await setUpAtlas({ remainingMilliseconds: () => 0 });
    server.faults.add({
      method: 'GET',
      path: /\/apiKeys/,
      times: Number.POSITIVE_INFINITY,
      effect: { kind: 'response', status, body },
    });
    await expect(client.ownRoles(project.id)).rejects.toMatchObject({ kind });
  });
});

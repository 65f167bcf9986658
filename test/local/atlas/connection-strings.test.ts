import { describe, expect, it } from 'vitest';
import { ENDPOINT_ID, setUp, withService } from './simulator-setup.js';

const REGION = { regionNames: ['EU_WEST_1'] };
const STANDARD = { standard: expect.any(String), standardSrv: expect.any(String) };
const NONE = { awsPrivateLinkSrv: {}, privateEndpoint: [] };

describe('the connection strings of a cluster', () => {
  it.each([
    ['a replica set', {}, STANDARD],
    ['a shared one', { provider: 'TENANT' }, STANDARD],
    ['a sharded one', { isSharded: true }, { ...STANDARD, ...NONE }],
    ['a replica set that is being created', { creatingSeconds: 600 }, {}],
    ['a sharded one that is being created', { creatingSeconds: 600, isSharded: true }, NONE],
  ])('without private links: %s', async (_, more, expected) => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', ...REGION, ...more });
    const { json } = await call('GET', '/clusters/Main');
    expect(json.connectionStrings).toEqual(expected);
  });

  it('exist completely when its creation is complete', async () => {
    const { call, clock, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', ...REGION, creatingSeconds: 600 });
    const poll = async () => (await call('GET', '/clusters/Main')).json;
    expect(await poll()).toMatchObject({ stateName: 'CREATING', connectionStrings: {} });
    clock.advanceSeconds(600);
    expect(await poll()).toMatchObject({ stateName: 'IDLE', connectionStrings: STANDARD });
  });

  it('with a private link are in the list and in both deprecated maps', async () => {
    const { call, links, clock, project, server } = await withService();
    server.world.createCluster(project, { name: 'Main', ...REGION });
    await call('POST', links, { id: ENDPOINT_ID });
    clock.advanceSeconds(600);
    const { connectionStrings } = (await call('GET', '/clusters/Main')).json;
    const [strings] = connectionStrings.privateEndpoint;
    expect(connectionStrings).toEqual({
      ...STANDARD,
      awsPrivateLink: { [ENDPOINT_ID]: strings.connectionString },
      awsPrivateLinkSrv: { [ENDPOINT_ID]: strings.srvConnectionString },
      privateEndpoint: [strings],
    });
  });
});

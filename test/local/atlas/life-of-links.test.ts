import { describe, expect, it } from 'vitest';
import type { LastLinkRule } from '../../../local/atlas/index.js';
import { ENDPOINT_ID, setUp, withService } from './simulator-setup.js';

describe('clusters', () => {
  it('leave IDLE when a link in their Region is available, and return with their connection strings', async () => {
    const { call, links, clock, project, server } = await withService();
    server.world.createCluster(project, { name: 'Here', regionNames: ['EU_WEST_1'] });
    server.world.createCluster(project, { name: 'There', regionNames: ['US_EAST_1'] });
    server.world.createCluster(project, { name: 'Paused', regionNames: ['EU_WEST_1'], isPaused: true });
    server.world.createCluster(project, { name: 'Shared', regionNames: ['EU_WEST_1'], provider: 'TENANT' });
    const seen = new Map<string, string[]>();
    await call('POST', links, { id: ENDPOINT_ID });
    for (let seconds = 0; seconds < 400; seconds += 10) {
      const link = await call('GET', `${links}/${ENDPOINT_ID}`);
      const { json } = await call('GET', '/clusters');
      for (const { name, stateName, connectionStrings } of json.results) {
        const strings = connectionStrings.privateEndpoint === undefined ? 'without' : 'with';
        const line = `${link.json.connectionStatus} ${stateName} ${strings}`;
        const lines = seen.get(name) ?? [];
        if (lines.at(-1) !== line) seen.set(name, [...lines, line]);
      }
      clock.advanceSeconds(10);
    }
    const quiet = ['PENDING_ACCEPTANCE IDLE without', 'PENDING IDLE without', 'AVAILABLE IDLE without'];
    expect(seen.get('Here')).toEqual([
      'PENDING_ACCEPTANCE IDLE without',
      'PENDING IDLE without',
      'AVAILABLE UPDATING without',
      'AVAILABLE IDLE with',
    ]);
    for (const name of ['There', 'Paused', 'Shared']) expect(seen.get(name)).toEqual(quiet);
  });
});

describe('a link of another cloud provider', () => {
  const CLOUDS = [
    ['AZURE', 'EUROPE_WEST', { id: '/subscriptions/s', privateEndpointIPAddress: '10.0.0.4' }],
    ['GCP', 'WESTERN_EUROPE', { endpointGroupName: 'group', gcpProjectId: 'p-0123456789abcdef01234567' }],
  ] as const;

  it.each(CLOUDS)(
    'of %s fails if it is refused, and can be made to fail later',
    async (provider, region, body) => {
      const { call, clock, project, server } = await setUp();
      const service = server.world.createService(project, provider, region, true);
      const id = 'id' in body ? body.id : body.endpointGroupName;
      const links = `/privateEndpoint/${provider}/endpointService/${service.id}/endpoint`;
      const poll = async () => (await call('GET', `${links}/${encodeURIComponent(id)}`)).json;
      await call('POST', links, body);
      expect(await poll()).toMatchObject({ status: 'INITIATING', errorMessage: null });
      clock.advanceSeconds(100);
      await poll();
      clock.advanceSeconds(100);
      expect(await poll()).toMatchObject({ status: 'AVAILABLE' });
      server.world.fail(id, 'The connection was removed.');
      expect(await poll()).toMatchObject({ status: 'FAILED', errorMessage: 'The connection was removed.' });
      await call('DELETE', `${links}/${encodeURIComponent(id)}`);
      clock.advanceSeconds(60);
      server.world.reject(id, 'Not found.');
      await call('POST', links, body);
      clock.advanceSeconds(30);
      expect(await poll()).toMatchObject({ status: 'FAILED', errorMessage: 'Not found.' });
    },
  );

  it('that does not exist cannot fail', async () => {
    const { server } = await setUp();
    expect(() => server.world.fail('group', 'Gone.')).toThrow('No link of the endpoint "group"');
  });
});

describe('an endpoint service with its last link', () => {
  async function servicesAfter(rule: LastLinkRule, wasAvailable: boolean): Promise<number> {
    const { call, links, clock } = await withService({ lastLinkTakesService: rule });
    await call('POST', links, { id: ENDPOINT_ID });
    for (let seconds = 0; seconds < (wasAvailable ? 200 : 40); seconds += 20) {
      await call('GET', `${links}/${ENDPOINT_ID}`);
      clock.advanceSeconds(20);
    }
    await call('DELETE', `${links}/${ENDPOINT_ID}`);
    for (let count = 0; count < 3; count += 1) {
      clock.advanceSeconds(60);
      await call('GET', '/privateEndpoint/AWS/endpointService');
    }
    return (await call('GET', '/privateEndpoint/AWS/endpointService')).json.length;
  }

  it.each([
    ['always', 0, 0],
    ['once-available', 0, 1],
    ['never', 1, 1],
  ] as const)('is deleted with it: %s', async (rule, afterAvailable, afterPending) => {
    expect(await servicesAfter(rule, true)).toBe(afterAvailable);
    expect(await servicesAfter(rule, false)).toBe(afterPending);
  });

  it('may be treated differently for each cloud provider; by default it is deleted on AWS, and stays elsewhere', async () => {
    const { server } = await setUp();
    expect(server.world.lastLinkTakesService).toEqual({ AWS: 'always', AZURE: 'never', GCP: 'never' });
    const other = await setUp({ lastLinkTakesService: 'once-available' });
    expect(new Set(Object.values(other.server.world.lastLinkTakesService))).toEqual(
      new Set(['once-available']),
    );
  });
});

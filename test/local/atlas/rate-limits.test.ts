import { describe, expect, it } from 'vitest';
import { ENDPOINT_ID, PROJECT_ID, setUp, withService } from './simulator-setup.js';

const LIST = '/privateEndpoint/AWS/endpointService';
const remaining = ({ headers }: { headers: Headers }) => Number(headers.get('ratelimit-remaining'));

describe('the rate budget', () => {
  it('decreases by one with each call, and is refilled in steps', async () => {
    const { call, clock } = await setUp();
    const seen: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      seen.push(remaining(await call('GET', LIST)));
      clock.advanceSeconds(4);
    }
    const differences = seen.slice(1).map((value, index) => value - (seen[index] ?? 0));
    // The recorded jumps are of 7 to 10.
    expect(differences.filter((difference) => difference !== -1)).toEqual([expect.toSatisfy(isJump)]);
  });

  it('is empty until the next step, which a 429 announces', async () => {
    const { call, clock } = await setUp({ rateLimit: { capacity: 2, refillPerMinute: 60 } });
    for (let count = 0; count < 2; count += 1) await call('GET', LIST);
    clock.advanceSeconds(10);
    const refused = await call('GET', LIST);
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect([refused.status, retryAfter]).toEqual([429, 30]);
    clock.advanceSeconds(retryAfter - 1);
    expect((await call('GET', LIST)).status).toBe(429);
    clock.advanceSeconds(1);
    expect(remaining(await call('GET', LIST))).toBe(1);
  });

  it('is in the headers of refusals too', async () => {
    const { call, links } = await withService();
    await call('POST', links, { id: ENDPOINT_ID });
    const refusals = [
      await call('POST', links, { id: 'mine' }),
      await call('GET', `${links}/vpce-11111111111111111`),
      await call('POST', links, { id: ENDPOINT_ID }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 404, 409]);
    expect(refusals.map(remaining)).toEqual([3998, 3997, 3996]);
  });

  it('is separate for projects and for clusters, with the recorded sizes', async () => {
    const { call, anywhere } = await setUp();
    const limitOf = ({ headers }: { headers: Headers }) => headers.get('ratelimit-limit');
    expect(limitOf(await call('GET', LIST))).toBe('4000');
    expect(limitOf(await call('GET', ''))).toBe('1200');
    expect(limitOf(await anywhere('GET', '/api/atlas/v2/groups'))).toBe('1200');
    expect(limitOf(await call('GET', '/clusters'))).toBe('10000');
    const missing = await call('GET', '/clusters/Other');
    expect([limitOf(missing), remaining(missing)]).toEqual(['10000', 9998]);
    expect(remaining(await call('GET', LIST))).toBe(3998);
  });

  it('is not in a refusal that precedes authentication', async () => {
    const { anywhere } = await setUp();
    const { headers } = await anywhere('GET', '/api/atlas/v2/groups/111111111111111111111111');
    expect(headers.has('ratelimit-limit')).toBe(false);
  });
});

describe('the list of rate limits', () => {
  const listed = async (query = '', options = {}) => {
    const { anywhere } = await setUp(options);
    return anywhere('GET', `/api/atlas/v2/rateLimits${query}`);
  };
  const namesOf = ({ json }: { json: { results: { endpointSetId: string }[] } }) =>
    json.results.map(({ endpointSetId }) => endpointSetId);

  it('has the sets of operations with the limits that their headers have', async () => {
    const { anywhere } = await setUp();
    const all = await anywhere('GET', '/api/atlas/v2/rateLimits');
    expect([all.status, all.headers.get('ratelimit-limit')]).toEqual([200, '300']);
    const sets: { capacity: { value: number }; endpoints: { method: string; path: string }[] }[] =
      all.json.results;
    expect(sets.length).toBeGreaterThan(8);
    for (const { capacity, endpoints } of sets)
      for (const { method, path } of endpoints.filter((one) => one.method === 'GET')) {
        const filled = path
          .replace('{groupId}', PROJECT_ID)
          .replace('{cloudProvider}', 'AWS')
          .replace(/\{[^}]+\}/g, '000000000000000000000001');
        const { headers } = await anywhere(method, filled);
        expect([path, headers.get('ratelimit-limit')]).toEqual([path, String(capacity.value)]);
      }
  });

  it('says where another limit than the default applies', async () => {
    const { json } = await listed('?name=Private%20Endpoint%20Services', {
      rateLimit: { capacity: 40, refillPerMinute: 60 },
    });
    expect(json.results).toMatchObject([
      {
        endpointSetId: 'privateEndpointServices_group',
        scope: 'GROUP',
        capacity: { value: 40, defaultValue: 4000 },
        refillRate: { value: 60, defaultValue: 2000 },
        refillDurationSeconds: { value: 60, defaultValue: null },
      },
    ]);
  });

  it('is of one project or caller if one is named, and of one path', async () => {
    const ofProject = namesOf(await listed(`?groupId=${PROJECT_ID}`));
    expect(ofProject).toContain('privateEndpointServices_group');
    expect(ofProject.filter((id) => !id.endsWith('_group'))).toEqual([]);
    const ofCaller = namesOf(await listed('?userId=abcdefgh'));
    expect(ofCaller).toEqual(['projects_user', 'rateLimitsInspection_user']);
    const path = encodeURIComponent('/api/atlas/v2/groups/{groupId}/teams/{teamId}');
    expect(namesOf(await listed(`?endpointPath=${path}`))).toEqual(['teams_group']);
    expect(namesOf(await listed('?ipAddress=127.0.0.1'))).toEqual([]);
  });

  it.each([
    'groupId=111111111111111111111111',
    'orgId=a00000000000000000000001',
    'userId=reader',
    'ipAddress=1.2.3.4',
  ])('is refused for %s, which is not the caller’s', async (query) => {
    const { status, json } = await listed(`?${query}`);
    expect([status, json.errorCode]).toEqual([403, 'USER_UNAUTHORIZED']);
  });

  it('has each set alone', async () => {
    const { status, json } = await listed('/clusters_group');
    expect([status, json.capacity.value]).toEqual([200, 10_000]);
    expect((await listed('/nothing_group')).status).toBe(404);
  });
});

function isJump(difference: number): boolean {
  return difference >= 7 && difference <= 10;
}

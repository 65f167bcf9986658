import { describe, expect, it } from 'vitest';
import { API_KEY, setUpAtlas, textOf } from './atlas-setup.js';

const RULES = [
  { nonces: 'reusable', nonceCounts: 'any-order' },
  { nonces: 'reusable', nonceCounts: 'increasing' },
  { nonces: 'single-use', nonceCounts: 'any-order' },
] as const;

function times<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, make));
}

describe.each(RULES)('a server with $nonces nonces and counts in $nonceCounts order', (rules) => {
  it('serves 120 concurrent calls, cold and warm, with at most two requests for each', async () => {
    const { list, server } = await setUpAtlas(rules);
    for (let round = 1; round <= 3; round += 1) {
      expect(await times(120, list)).toHaveLength(120);
      expect(server.journal.count({ status: 200 })).toBe(120 * round);
    }
    expect(server.journal.count()).toBeLessThanOrEqual(2 * 360);
  });

  it('serves sequential calls whose nonces have expired in between', async () => {
    const { list, clock } = await setUpAtlas({ ...rules, timings: { nonceSeconds: 5 } });
    for (let call = 0; call < 30; call += 1) {
      expect(await list()).toHaveLength(1);
      clock.advanceSeconds(call % 7);
    }
  });

  it('receives wrong keys in only two requests, for any number of concurrent calls', async () => {
    const { list, server, secrets } = await setUpAtlas({
      ...rules,
      secret: { ...API_KEY, privateKey: 'wrong' },
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, list));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { name: 'AtlasError', kind: 'authentication', status: 401 } });
    expect(server.journal.count()).toBeLessThanOrEqual(3 * 20);
    secrets.text = textOf(API_KEY);
    expect(await times(20, list)).toHaveLength(20);
  });

  it('may call a new nonce stale, and then receives the request once more', async () => {
    const { list, server } = await setUpAtlas(rules);
    await list();
    for (let round = 0; round < 3; round += 1) {
      server.refuseNonces(1);
      expect(await list()).toHaveLength(1);
    }
  });

  it('carries out each POST once', async () => {
    const { client, link, service } = await setUpAtlas(rules);
    const ids = Array.from(
      { length: 40 },
      (_, index) => `vpce-0a1b2c3d4e5f6${String(index).padStart(4, '0')}`,
    );
    await Promise.all(ids.map((endpointId) => client.createLink({ ...link, endpointId })));
    expect([...service.links.keys()].sort()).toEqual(ids);
  });
});

describe('reuse of a nonce', () => {
  const requestsOf = async (rules: Parameters<typeof setUpAtlas>[0], calls: number) => {
    const { list, server } = await setUpAtlas(rules);
    for (let call = 0; call < calls; call += 1) await list();
    return server.journal.count();
  };

  it('costs nothing compared with a challenge before each call if it is refused', async () => {
    expect(await requestsOf({ nonces: 'single-use' }, 100)).toBe(200);
  });

  it('halves the number of requests if it works', async () => {
    expect(await requestsOf({}, 100)).toBe(101);
    expect(await requestsOf({ nonceCounts: 'increasing' }, 100)).toBe(101);
  });

  it('is attempted rarely if it is refused, so most requests fetch a challenge first', async () => {
    const { list, server } = await setUpAtlas({ nonces: 'single-use' });
    for (let call = 0; call < 200; call += 1) await list();
    expect(server.refusedNonces).toBeLessThan(12);
  });

  it('is resumed when the server accepts nonces again', async () => {
    const { list, clock, server } = await setUpAtlas({ timings: { nonceSeconds: 1 } });
    for (let call = 0; call < 20; call += 1) {
      await list();
      clock.advanceSeconds(2);
    }
    const before = server.journal.count();
    for (let call = 0; call < 200; call += 1) await list();
    expect(server.journal.count() - before).toBeLessThan(270);
  });
});

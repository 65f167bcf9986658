import { describe, expect, it } from 'vitest';
import { RemovalPermit } from '../../lambda/domain/model/values/removal-permit.js';
import type { FaultEffect } from '../../local/atlas/faults.js';
import { ACCOUNT, API_KEY, setUpAtlas } from './atlas-setup.js';

/** An existing link, and a permit to remove it that is valid for this number of seconds. */
async function setUp(secret: object, seconds: number) {
  const world = await setUpAtlas({ secret });
  world.server.world.createLink(world.service, world.link.endpointId, {});
  const sendBefore = new Date(world.clock.now().getTime() + seconds * 1000);
  const remove = () => world.client.deleteLink(RemovalPermit.grant(world.link, sendBefore));
  const isRemoved = () => world.service.links.get(world.link.endpointId)?.deletedAt !== undefined;
  return { ...world, remove, isRemoved };
}

const sent = (exchanges: readonly { method: string; status: number | undefined }[]) =>
  exchanges.filter(({ method, status }) => method === 'DELETE' && status !== 401);

describe('a DELETE', () => {
  it.each<[string, FaultEffect]>([
    ['rate-limited', { kind: 'response', status: 429, headers: { 'Retry-After': '20' } }],
    ['rate-limited', { kind: 'response', status: 429 }],
    ['unavailable', { kind: 'response', status: 503 }],
    ['unavailable', { kind: 'drop' }],
  ])('is sent once: %s', async (kind, effect) => {
    const world = await setUp(API_KEY, 30);
    await world.list();
    world.server.faults.add({ method: 'DELETE', effect });
    await expect(world.remove()).rejects.toMatchObject({ name: 'AtlasError', kind });
    expect(sent(world.exchanges)).toHaveLength(1);
    expect(world.clock.slept).toEqual([]);
  });

  it.each([
    ['API keys', API_KEY],
    ['a service account', ACCOUNT],
  ])('is not sent with an expired permit: %s', async (_, secret) => {
    const world = await setUp(secret, 30);
    await world.list();
    world.clock.advanceSeconds(30);
    await expect(world.remove()).rejects.toMatchObject({ name: 'AtlasError', kind: 'unavailable' });
    expect(world.exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(world.isRemoved()).toBe(false);
  });

  it('is not sent when the permit has expired during the challenge or the token request', async () => {
    const world = await setUp(API_KEY, 30);
    const note = world.exchanges.push.bind(world.exchanges);
    world.exchanges.push = (exchange) => {
      world.clock.advanceSeconds(31);
      return note(exchange);
    };
    await expect(world.remove()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(world.exchanges.map(({ status }) => status)).toEqual([401]);
    expect(world.isRemoved()).toBe(false);
  });

  it('is carried out in time, and 404 counts as success', async () => {
    const world = await setUp(API_KEY, 30);
    await world.remove();
    expect(world.isRemoved()).toBe(true);
    world.service.links.clear();
    await world.client.deleteLink(RemovalPermit.grant(world.link, new Date(8.64e15)));
  });
});

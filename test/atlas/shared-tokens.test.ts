import { describe, expect, it } from 'vitest';
import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import type { TokenStorePort } from '../../lambda/domain/token-store-port.js';
import { ACCOUNT, setUpAtlas, textOf } from './atlas-setup.js';

/** As Secrets Manager: of two writers that have read the same version, one wins. */
class FakeStore implements TokenStorePort {
  text = 'generated';
  writes = 0;
  isBroken = false;
  async read() {
    return this.isBroken ? undefined : { text: this.text, version: String(this.writes) };
  }
  async replace(version: string, text: string) {
    if (this.isBroken) return true;
    if (version !== String(this.writes)) return false;
    this.text = text;
    this.writes += 1;
    return true;
  }
}

/** Containers: each has a client of its own. */
async function setUpContainers(count: number, maxLiveTokens = 100) {
  const { server, clock, project } = await setUpAtlas({ maxLiveTokens });
  const store = new FakeStore();
  const containers = Array.from({ length: count }, () => {
    const client = createAtlasClient({
      baseUrl: server.url,
      projects: [{ projectId: project.id, secretId: 'atlas/account' }],
      readSecret: async () => textOf(ACCOUNT),
      tokenStore: store,
      clock,
      random: () => 0.5,
    });
    return () => client.listEndpointServices(project.id, 'AWS');
  });
  const [first = fail, second = fail] = containers;
  const issued = () => server.journal.count({ path: /oauth.token$/, status: 200 });
  const live = () => server.tokens.liveCount(ACCOUNT.clientId);
  return { server, clock, store, containers, first, second, issued, live };
}

function fail(): never {
  throw new Error('no container');
}

describe('containers of one automation', () => {
  it('take the token that another has fetched', async () => {
    const { first, second, issued } = await setUpContainers(2);
    await first();
    await second();
    expect(issued()).toBe(1);
  });

  it('that start together end with one token: the others give theirs back', async () => {
    const { containers, store, live } = await setUpContainers(20);
    await Promise.all(containers.map((list) => list()));
    expect([live(), store.writes]).toEqual([1, 1]);
    await Promise.all(containers.map((list) => list()));
    expect(live()).toBe(1);
  });

  it('are all served, though there are fewer tokens than containers', async () => {
    const { containers, server } = await setUpContainers(20, 3);
    const answers = await Promise.all(containers.map((list) => list()));
    expect(answers.every((services) => services.length === 1)).toBe(true);
    expect(server.journal.count({ path: /oauth.token$/, status: 403 })).toBeGreaterThan(0);
  });

  it('replace a token that Atlas refuses, instead of taking it up again', async () => {
    const { first, second, server, issued } = await setUpContainers(2);
    await first();
    await second();
    server.tokens.revokeAll();
    await first();
    await second();
    expect(issued()).toBe(2);
  });

  it('renew it before it ends', async () => {
    const { first, second, clock, issued } = await setUpContainers(2);
    await first();
    clock.advanceSeconds(3001);
    await second();
    await first();
    expect(issued()).toBe(2);
  });

  it('do without where nothing can be shared', async () => {
    const { first, second, store, issued } = await setUpContainers(2);
    store.isBroken = true;
    await first();
    await second();
    expect(issued()).toBe(2);
  });
});

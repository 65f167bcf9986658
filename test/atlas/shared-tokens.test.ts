import { describe, expect, it } from 'vitest';
import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import { tokenSecretCount, tokenSecretIndex } from '../../lambda/contract/token-secrets.js';
import type { TokenStorePort } from '../../lambda/domain/model/ports/token-store.js';
import { ACCOUNT, setUpAtlas, textOf } from './atlas-setup.js';

/** Like Secrets Manager: of two writers that have read the same version, only one succeeds. */
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

/** Containers, each with its own client. */
async function setUpContainers(count: number, maxLiveTokens = 100) {
  const { server, clock, project } = await setUpAtlas({ maxLiveTokens });
  const store = new FakeStore();
  const containers = Array.from({ length: count }, () => {
    const client = createAtlasClient({
      baseUrl: server.url,
      projects: [{ projectId: project.id, secretId: 'atlas/account' }],
      readSecret: async () => textOf(ACCOUNT),
      tokenStoreOf: () => store,
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
  it('use the token that another container has fetched', async () => {
    const { first, second, issued } = await setUpContainers(2);
    await first();
    await second();
    expect(issued()).toBe(1);
  });

  it('that start together use one token, and the others revoke theirs', async () => {
    const { containers, store, live } = await setUpContainers(20);
    await Promise.all(containers.map((list) => list()));
    expect([live(), store.writes]).toEqual([1, 1]);
    await Promise.all(containers.map((list) => list()));
    expect(live()).toBe(1);
  });

  it('are all served, although there are fewer tokens than containers', async () => {
    const { containers, server } = await setUpContainers(20, 3);
    const responses = await Promise.all(containers.map((list) => list()));
    expect(responses.every((services) => services.length === 1)).toBe(true);
    expect(server.journal.count({ path: /oauth.token$/, status: 403 })).toBeGreaterThan(0);
  });

  it('replace a token that Atlas refuses, instead of reusing it', async () => {
    const { first, second, server, issued } = await setUpContainers(2);
    await first();
    await second();
    server.tokens.revokeAll();
    await first();
    await second();
    expect(issued()).toBe(2);
  });

  it('renew the token before it expires', async () => {
    const { first, second, clock, issued } = await setUpContainers(2);
    await first();
    clock.advanceSeconds(3001);
    await second();
    await first();
    expect(issued()).toBe(2);
  });

  it('work without sharing if the secret cannot be used', async () => {
    const { first, second, store, issued } = await setUpContainers(2);
    store.isBroken = true;
    await first();
    await second();
    expect(issued()).toBe(2);
  });
});

describe('service accounts of one automation', () => {
  /** Accounts with a project and a secret each, and containers that use all of them. */
  async function setUpAccounts(count: number, containerCount: number) {
    const { server, clock } = await setUpAtlas();
    const accounts = Array.from({ length: count }, (_, index) => {
      const project = server.world.createProject();
      const account = { clientId: `mdb_sa_id_${index}`, clientSecret: `mdb_sa_sk_${index}` };
      server.identities.addServiceAccount({ ...account, roles: { [project.id]: 'owner' } });
      return { projectId: project.id, secretId: `atlas/${index}`, account };
    });
    const secretIds = accounts.map(({ secretId }) => secretId);
    const stores = Array.from({ length: tokenSecretCount(count) }, () => new FakeStore());
    const containers = Array.from({ length: containerCount }, () => {
      const client = createAtlasClient({
        baseUrl: server.url,
        projects: accounts,
        readSecret: async (id) => textOf(accounts.find(({ secretId }) => secretId === id)?.account ?? ''),
        tokenStoreOf: (secretId) => stores[tokenSecretIndex(secretIds, secretId) ?? -1],
        clock,
        random: () => 0.5,
      });
      return () =>
        Promise.all(accounts.map(({ projectId }) => client.listEndpointServices(projectId, 'AWS')));
    });
    const live = () => accounts.map(({ account }) => server.tokens.liveCount(account.clientId));
    return { clock, stores, containers, live };
  }

  it.each([1, 3, 5, 16])('stay below one update of a secret in ten minutes: %i of them', async (count) => {
    const { clock, stores, containers } = await setUpAccounts(count, 2);
    const hours = 12;
    for (let step = 0; step < hours * 6; step += 1) {
      for (const askAll of containers) await askAll();
      clock.advanceSeconds(600);
    }
    for (const { writes } of stores) expect(writes).toBeLessThan(hours * 6);
  });

  it('that fetch at the same time can all store their token', async () => {
    const { containers, live } = await setUpAccounts(7, 6);
    await Promise.all(containers.map((askAll) => askAll()));
    expect(live()).toEqual(Array(7).fill(1));
  });
});

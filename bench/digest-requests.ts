/**
 * HTTP requests for each call with digest authentication, compared with one unauthenticated request before each call,
 * as MongoDB's own clients send it.
 */
import { createAtlasClient } from '../lambda/atlas/atlas-client.js';
import { AtlasServer } from '../local/atlas/index.js';

export type Nonces = 'reusable' | 'single-use';

export interface DigestResult {
  readonly nonces: Nonces;
  readonly calls: number;
  readonly requests: number;
  readonly requestsPerCall: number;
  readonly probingRequestsPerCall: number;
}

const KEY = { publicKey: 'benchkey', privateKey: '00000000-aaaa-4bbb-8ccc-00000000be9c' };

export async function measureDigestRequests(calls: number, nonces: Nonces): Promise<DigestResult> {
  const server = await new AtlasServer({ nonces }).start();
  try {
    const project = server.world.createProject();
    server.identities.addApiKey({ ...KEY, roles: { [project.id]: 'owner' } });
    const client = createAtlasClient({
      baseUrl: server.url,
      projects: [{ projectId: project.id, secretId: 'bench' }],
      readSecret: async () => JSON.stringify(KEY),
      clock: { now: () => new Date(), sleep: async () => undefined },
      onExchange: () => undefined,
    });
    // The first call fetches the challenge, so the measurement starts with a warm container.
    await client.listEndpointServices(project.id, 'AWS');
    const before = server.journal.entries.length;
    for (let call = 0; call < calls; call += 1) await client.listEndpointServices(project.id, 'AWS');
    const requests = server.journal.entries.length - before;
    return { nonces, calls, requests, requestsPerCall: requests / calls, probingRequestsPerCall: 2 };
  } finally {
    await server.close();
  }
}

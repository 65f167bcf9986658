import { createAtlasClient } from '../../lambda/atlas/atlas-client.js';
import type { Exchange } from '../../lambda/atlas/http-transport.js';
import { AtlasServer, type AtlasServerOptions } from '../../local/atlas/index.js';
import { VirtualClock } from '../domain/virtual-clock.js';
import { whenDone } from '../scenarios/open-worlds.js';

export const API_KEY = { publicKey: 'abcdefgh', privateKey: '11111111-2222-4333-8444-555555555555' };
export const ACCOUNT = { clientId: 'mdb_sa_id_0123456789abcdef', clientSecret: 'mdb_sa_sk_A_b-c_D' };

/** A started server with a project, a ready service and both kinds of credentials, and a client on virtual time. */
export async function setUpAtlas(
  options: AtlasServerOptions & { secret?: object | string; remainingMilliseconds?: () => number } = {},
) {
  const clock = new VirtualClock();
  const server = whenDone(
    await new AtlasServer({ clock: { now: () => clock.now().getTime() }, ...options }).start(),
  );
  const project = server.world.createProject('6a793f63c0eb9e7a177153f5');
  const service = server.world.createService(project, 'AWS', 'EU_WEST_1', true);
  server.identities.addApiKey({ ...API_KEY, roles: { [project.id]: 'owner' } });
  server.identities.addServiceAccount({ ...ACCOUNT, roles: { [project.id]: 'owner' } });
  const secrets = { text: textOf(options.secret ?? API_KEY), reads: 0 };
  const exchanges: Exchange[] = [];
  const client = createAtlasClient({
    baseUrl: server.url,
    projects: [{ projectId: project.id, secretId: 'atlas/keys' }],
    readSecret: async () => {
      secrets.reads += 1;
      return secrets.text;
    },
    clock,
    random: () => 0.5,
    onExchange: (exchange) => exchanges.push(exchange),
    ...(options.remainingMilliseconds === undefined
      ? {}
      : { remainingMilliseconds: options.remainingMilliseconds }),
  });
  const link = {
    cloudProvider: 'AWS',
    projectId: project.id,
    endpointServiceId: service.id,
    endpointId: 'vpce-0a1b2c3d4e5f60718',
  } as const;
  const list = () => client.listEndpointServices(project.id, 'AWS');
  return { clock, server, project, service, secrets, exchanges, client, link, list };
}

export function textOf(secret: object | string): string {
  return typeof secret === 'string' ? secret : JSON.stringify(secret);
}

import { AtlasServer, type AtlasServerOptions } from '../../../local/atlas/index.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { whenDone } from '../../scenarios/open-worlds.js';
import { clientBelow, foreignClient } from './foreign-client.js';

export const PROJECT_ID = '6a793f63c0eb9e7a177153f5';
export const ENDPOINT_ID = 'vpce-0a1b2c3d4e5f60718';

export async function setUp(options: AtlasServerOptions = {}) {
  const clock = new VirtualClock();
  const server = whenDone(
    await new AtlasServer({ clock: { now: () => clock.now().getTime() }, ...options }).start(),
  );
  const project = server.world.createProject(PROJECT_ID);
  server.identities.addApiKey({
    publicKey: 'abcdefgh',
    privateKey: 'secret',
    roles: { [PROJECT_ID]: 'owner' },
  });
  server.identities.addApiKey({
    publicKey: 'reader',
    privateKey: 'secret',
    roles: { [PROJECT_ID]: 'read-only' },
  });
  const call = foreignClient(server.url, PROJECT_ID, 'abcdefgh', 'secret');
  /** Any path of the server, in whatever API. */
  const anywhere = clientBelow(server.url, '', 'abcdefgh', 'secret');
  return { clock, server, project, call, anywhere };
}

export async function withService(options: AtlasServerOptions = {}) {
  const parts = await setUp(options);
  const service = parts.server.world.createService(parts.project, 'AWS', 'EU_WEST_1', true);
  const links = `/privateEndpoint/AWS/endpointService/${service.id}/endpoint`;
  return { ...parts, service, links };
}

/** Plays links from their creation to their end on the simulator, for each cloud provider, with what Atlas refuses. */
import { AtlasServer, type AtlasServerOptions, ORGANIZATION_ID } from '../../local/atlas/index.js';
import type { Exchange } from './judge.js';
import { RecordingClient } from './recording-client.js';
import { playRefusals } from './refusals.js';
import type { Stage } from './stage.js';

const CLIENT = { clientId: 'mdb_sa_id_000000000000000000000001', clientSecret: 'mdb_sa_sk_description' };
const API = '/api/atlas/v2';

/** @returns all requests and responses, in the order of their time */
export async function playLife(): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const scene of [
    playAws,
    playAzure,
    playGoogleCloud,
    playPortMapped,
    playProjects,
    playProjectParts,
    playAccess,
    playRegionalMode,
    playDataFederation,
  ])
    exchanges.push(...(await onStage(scene)));
  for (const challengeBody of ['plain', 'with-code', 'empty'] as const)
    exchanges.push(...(await onStage(playRefusals, { challengeBody })));
  return exchanges;
}

async function onStage(
  scene: (stage: Stage) => Promise<void>,
  options: AtlasServerOptions = {},
): Promise<readonly Exchange[]> {
  let now = Date.UTC(2026, 7, 10);
  const server = await new AtlasServer({ ...options, clock: { now: () => now } }).start();
  try {
    const project = server.world.createProject();
    server.identities.addServiceAccount({ ...CLIENT, roles: { [project.id]: 'owner' } });
    const client = new RecordingClient(server.url);
    await client.signIn(CLIENT.clientId, CLIENT.clientSecret);
    const pass = (seconds: number) => {
      now += seconds * 1000;
    };
    await scene({ server, project, client, root: `${API}/groups/${project.id}`, pass });
    return client.exchanges;
  } finally {
    await server.close();
  }
}

/** A service and one link of it: looked at in each state, and removed. */
async function playLink(
  stage: Stage,
  provider: string,
  service: Readonly<Record<string, unknown>>,
  link: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { client, root } = stage;
  const list = `${root}/privateEndpoint/${provider}/endpointService`;
  const created = await client.call('POST', `${root}/privateEndpoint/endpointService`, {
    body: { providerName: provider, ...service },
  });
  const one = `${list}/${created.id}`;
  await lookThrough(stage, [list, one], [0, 150, 150]);
  await client.call('POST', `${one}/endpoint`, { body: link });
  const id = encodeURIComponent(String(link.id ?? link.endpointGroupName));
  const paths = [one, `${one}/endpoint/${id}`, `${root}/containers/all`, `${root}/clusters`];
  await lookThrough(stage, paths, [0, 25, 100, 300]);
  await client.call('DELETE', `${one}/endpoint/${id}`);
  await lookThrough(stage, paths, [0, 60, 60]);
  await client.call('DELETE', one);
  await lookThrough(stage, [list, one], [0, 60]);
}

async function lookThrough({ client, pass }: Stage, paths: readonly string[], waits: readonly number[]) {
  for (const seconds of waits) {
    pass(seconds);
    for (const path of paths) await client.call('GET', path);
  }
}

async function playAws(stage: Stage): Promise<void> {
  const { server, project, client, root } = stage;
  server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'], creatingSeconds: 60 });
  server.world.createCluster(project, { name: 'Sharded', regionNames: ['EU_WEST_1'], isSharded: true });
  server.world.createCluster(project, { name: 'Shared', regionNames: ['EU_WEST_1'], provider: 'TENANT' });
  await client.call('GET', `${root}/clusters`);
  await playLink(stage, 'AWS', { region: 'eu-west-1' }, { id: 'vpce-0a1b2c3d4e5f60718' });
  for (const name of ['Main', 'Sharded', 'Shared'])
    for (const date of ['2023-01-01', '2023-02-01', '2024-08-05'])
      await client.call('GET', `${root}/clusters/${name}`, { accept: `application/vnd.atlas.${date}+json` });
  server.world.reject('vpce-11111111111111111');
  await playLink(stage, 'AWS', { region: 'US_EAST_1' }, { id: 'vpce-11111111111111111' });
  await playRemoteRegions(stage);
}

async function playRemoteRegions({ client, root, pass }: Stage): Promise<void> {
  const service = await client.call('POST', `${root}/privateEndpoint/endpointService`, {
    body: { providerName: 'AWS', region: 'EU_CENTRAL_1', supportedRemoteRegions: ['EU_WEST_2'] },
  });
  pass(300);
  await client.call('PATCH', `${root}/privateEndpoint/endpointService/${service.id}`, {
    body: { cloudProvider: 'AWS', supportedRemoteRegions: ['EU_WEST_2', 'EU_WEST_3'] },
  });
}

async function playAzure(stage: Stage): Promise<void> {
  const endpoint = (name: string) =>
    `/subscriptions/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/resourceGroups/rg/providers/Microsoft.Network/privateEndpoints/${name}`;
  stage.server.world.createCluster(stage.project, {
    name: 'Main',
    regionNames: ['EUROPE_WEST'],
    provider: 'AZURE',
  });
  const link = (name: string) => ({ id: endpoint(name), privateEndpointIPAddress: '10.0.0.4' });
  await playLink(stage, 'AZURE', { region: 'westeurope' }, link('one'));
  stage.server.world.reject(endpoint('other'));
  await playLink(stage, 'AZURE', { region: 'EUROPE_NORTH' }, link('other'));
}

function endpointGroup(name: string, count: number): Readonly<Record<string, unknown>> {
  return {
    endpointGroupName: name,
    gcpProjectId: 'p-0a1b2c3d4e5f60718293a4b5',
    endpoints: Array.from({ length: count }, (_, index) => ({
      endpointName: `${name}-${index}`,
      ipAddress: `10.0.0.${index + 2}`,
    })),
  };
}

async function playGoogleCloud(stage: Stage): Promise<void> {
  stage.server.world.createCluster(stage.project, {
    name: 'Main',
    regionNames: ['WESTERN_EUROPE'],
    provider: 'GCP',
  });
  await playLink(stage, 'GCP', { region: 'europe-west1' }, endpointGroup('group', 6));
  stage.server.world.reject('other');
  await playLink(stage, 'GCP', { region: 'CENTRAL_US' }, endpointGroup('other', 6));
}

async function playPortMapped(stage: Stage): Promise<void> {
  const service = { region: 'europe-west3', portMappingEnabled: true };
  await playLink(stage, 'GCP', service, endpointGroup('group', 1));
}

async function playRegionalMode({ client, root }: Stage): Promise<void> {
  const path = `${root}/privateEndpoint/regionalMode`;
  await client.call('GET', path);
  await client.call('PATCH', path, { body: { enabled: true } });
  await client.call('GET', path);
}

async function playDataFederation({ server, project, client, root }: Stage): Promise<void> {
  const list = `${root}/privateNetworkSettings/endpointIds`;
  const endpointId = 'vpce-0a1b2c3d4e5f60718';
  await client.call('POST', list, { body: { endpointId, comment: 'played' } });
  await client.call('GET', list);
  await client.call('GET', `${list}/${endpointId}`);
  for (const type of ['USER', 'ONLINE_ARCHIVE'] as const) {
    server.world.createFederatedDatabase(project, { name: `Archive-${type}`, type });
    await client.call('GET', `${root}/dataFederation?type=${type}`);
  }
  await client.call('GET', `${root}/dataFederation?type=OTHER`);
  await client.call('DELETE', `${list}/${endpointId}`);
}

async function playProjects({ server, project, client, root }: Stage): Promise<void> {
  server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  for (const path of ['/teams', '/limits', '/ipAddresses', '/settings', '/managedSlowMs', '/containers'])
    await client.call('GET', `${root}${path}`);
  await client.call('GET', `${root}/clusters/Main/processArgs`);
  await client.call('PATCH', `${root}/settings`, { body: { isDataExplorerEnabled: false } });
  await client.call('POST', `${root}/managedSlowMs/enable`);
  await client.call('DELETE', `${root}/managedSlowMs/disable`);
  const created = await client.call('POST', `${API}/groups`, {
    body: { name: 'new', orgId: ORGANIZATION_ID },
  });
  const one = `${API}/groups/${created.id}`;
  for (const path of [
    one,
    `${API}/groups`,
    `${API}/groups?itemsPerPage=1`,
    `${API}/groups/byName/new`,
    `${API}/orgs/${ORGANIZATION_ID}/groups`,
  ])
    await client.call('GET', path);
  await client.call('PATCH', one, { body: { name: 'renamed' } });
  await client.call('DELETE', one);
}

/** Limits, teams and network containers: made, changed and removed. */
async function playProjectParts({ client, root }: Stage): Promise<void> {
  const limit = `${root}/limits/atlas.project.deployment.nodesPerPrivateLinkRegion`;
  const team = { teamId: 'b00000000000000000000001', roleNames: ['GROUP_READ_ONLY'] };
  const block = { providerName: 'AWS', regionName: 'EU_WEST_1', atlasCidrBlock: '10.8.0.0/21' };
  await client.call('PATCH', limit, {
    body: { name: 'atlas.project.deployment.nodesPerPrivateLinkRegion', value: 90 },
  });
  await client.call('GET', limit);
  await client.call('DELETE', limit);
  await client.call('PATCH', `${root}/limits/dataFederation.bytesProcessed.query`, {
    body: { name: 'dataFederation.bytesProcessed.query', value: 1_000_000 },
  });
  await client.call('POST', `${root}/teams`, { body: [team] });
  await client.call('GET', `${root}/teams/${team.teamId}`);
  await client.call('PATCH', `${root}/teams/${team.teamId}`, { body: team });
  await client.call('DELETE', `${root}/teams/${team.teamId}`);
  const container = await client.call('POST', `${root}/containers`, { body: block });
  const one = `${root}/containers/${container.id}`;
  await client.call('GET', one);
  await client.call('PATCH', one, { body: block });
  await client.call('DELETE', one);
}

/** Who has which role, users, flex clusters and rate limits. */
async function playAccess({ server, project, client, root }: Stage): Promise<void> {
  server.identities.addApiKey({
    publicKey: 'abcdefgh',
    privateKey: 'x',
    roles: { [project.id]: 'read-only' },
  });
  for (const path of ['/apiKeys', '/serviceAccounts', '/users', '/flexClusters', '/flexClusters/Main'])
    await client.call('GET', `${root}${path}`);
  await client.call('GET', `${API}/rateLimits`);
  await client.call('GET', `${API}/rateLimits/privateEndpointServices_group`);
}

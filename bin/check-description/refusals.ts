/** What Atlas refuses, with each status that the simulator knows. */
import type { Stage } from './stage.js';

const ELSEWHERE = '000000000000000000000009';
const LINK = 'vpce-0a1b2c3d4e5f60718';

export async function playRefusals(stage: Stage): Promise<void> {
  await refuseStrangers(stage);
  await refuseRequests(stage);
  await refuseConflicts(stage);
  await refuseAtTheLimit(stage);
}

/** 401, 402 and 403. */
async function refuseStrangers({ server, project, client, root }: Stage): Promise<void> {
  const list = `${root}/privateEndpoint/AWS/endpointService`;
  await client.call('GET', list, { authorization: 'Bearer nothing' });
  await client.call('GET', `${root}/clusters`, { authorization: 'Bearer nothing' });
  const other = server.world.createProject(ELSEWHERE);
  await client.call('GET', list.replace(project.id, other.id));
  project.hasPaymentMethod = false;
  const body = { providerName: 'AWS', region: 'EU_WEST_1' };
  const service = server.world.createService(project, 'AWS', 'US_WEST_2', true);
  await client.call('POST', `${root}/privateEndpoint/endpointService`, { body });
  await client.call('POST', `${list}/${service.id}/endpoint`, { body: { id: LINK } });
  project.hasPaymentMethod = true;
}

/** 400, 404, 405, 406 and 415. */
async function refuseRequests({ client, project, root }: Stage): Promise<void> {
  const list = `${root}/privateEndpoint/AWS/endpointService`;
  for (const path of [
    `${list}/mine`,
    `${list}/${ELSEWHERE}`,
    `${root}/privateEndpoint/OTHER/endpointService`,
    `${root}/clusters/Other`,
    root.replace(project.id, '111111111111111111111111'),
    '/api/atlas/v2/groups/byName/nobody',
  ])
    await client.call('GET', path);
  await client.call('GET', list, { accept: 'application/json' });
  await client.call('PATCH', list, { body: {} });
  for (const body of [{}, { providerName: 'AWS' }, { providerName: 'AWS', region: 'nowhere' }])
    await client.call('POST', `${root}/privateEndpoint/endpointService`, { body });
  await client.call('PATCH', `${root}/privateEndpoint/regionalMode`, { body: {} });
  for (const method of ['GET', 'DELETE'])
    await client.call(method, `${root}/privateNetworkSettings/endpointIds/mine`);
  await client.call('POST', '/api/atlas/v2/groups', { body: { name: 'a/b' } });
}

/** 409 of services, links, projects and the regional mode. */
async function refuseConflicts({ server, project, client, root, pass }: Stage): Promise<void> {
  const services = `${root}/privateEndpoint/endpointService`;
  const body = { providerName: 'AWS', region: 'EU_WEST_1' };
  const service = await client.call('POST', services, { body });
  const one = `${root}/privateEndpoint/AWS/endpointService/${service.id}`;
  await client.call('POST', services, { body });
  await client.call('POST', `${one}/endpoint`, { body: { id: LINK } });
  pass(300);
  await client.call('POST', `${one}/endpoint`, { body: { id: LINK } });
  await client.call('POST', `${one}/endpoint`, { body: { id: LINK } });
  await client.call('DELETE', one);
  await client.call('DELETE', root);
  server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
  await client.call('PATCH', `${root}/privateEndpoint/regionalMode`, { body: { enabled: true } });
  await client.call('POST', '/api/atlas/v2/groups', { body: { name: project.name, orgId: project.orgId } });
}

/** 429. */
async function refuseAtTheLimit({ server, client, root }: Stage): Promise<void> {
  server.buckets.block(60);
  await client.call('GET', `${root}/privateEndpoint/AWS/endpointService`);
}

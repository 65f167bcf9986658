import { it } from 'vitest';
import { AWAY, MEMBER, runFor, startHub } from './hub-world.js';
it('debug', async () => {
  const world = await startHub();
  console.log('params member', world.place(MEMBER, AWAY).aws.parameters.below('/atlas-privatelink', true).map((p) => p.name));
  console.log('params hub', world.home.aws.parameters.below('/atlas-privatelink', true).map((p) => p.name + ' ' + p.value.slice(0,100)));
  const place = world.place(MEMBER, AWAY);
  place.createVpcEndpoint();
  await runFor(world, 600);
  for (const line of world.home.aws.logs.slice(-20)) console.log(JSON.stringify(line).slice(0, 700));
  console.log('calls', world.cloud.server.calls.slice(-30).map((c) => c.action + ' ' + (c.region ?? '')).join('\n'));
  console.log(JSON.stringify([...world.stackSets.operations ?? []]).slice(0, 2000));
  console.log(place.events.map((e) => e['detail-type'] + ' ' + e.account).join('\n'));
  console.log('dead', JSON.stringify([...(place.aws.queues as never as {queues: Map<string, unknown>}).queues ?? []]).slice(0, 1500));
}, 60000);

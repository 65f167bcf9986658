import { expect, it } from 'vitest';
import { synthesizeInWorld } from '../../bin/synthesize.js';
import { World } from '../../local/world.js';

it.each([
  ['push', { ec2PendingSeconds: 0 }, false],
  ['lost', { ec2PendingSeconds: 0 }, true],
  ['early', { ec2PendingSeconds: 300, ec2LeadSeconds: 9 }, false],
])('%s', async (_, timings, lost) => {
  const world = await World.start({ timings: { linkSeconds: 95, ...timings }, synthesize: (s) => synthesizeInWorld(s, { selectAll: 'true' }) });
  try {
    if (lost) world.aws.topics.loses = () => true;
    world.createVpcEndpoint();
    await world.time.run();
    for (const e of world.aws.executions.all) console.log(e.name, e.status, e.states.join(' > '), e.retries, e.error, e.cause);
    for (const d of world.published('Link Concluded')) console.log(JSON.stringify(d.detail));
    for (const e of world.events) console.log(e['detail-type'], e.time);
    const t0 = world.atlas.journal.entries[0]?.at ?? 0;
    for (const e of world.atlas.journal.entries) console.log((e.at - t0) / 1000, e.method, e.status, e.path.slice(40));
    console.log(world.aws.tables.itemsOf('WaitingLinks'), world.aws.notifications.all, world.aws.topics.published);
    for (const l of world.aws.logs.filter((l) => l.level !== 'INFO' && l.level !== 'DEBUG' && l._aws === undefined)) console.log(JSON.stringify(l).slice(0, 600));
  } finally {
    await world.close();
  }
});

import { it } from 'vitest';
import { startScenario } from '../scenarios/scenario-world.js';
it('journal', async () => {
  const world = await startScenario({ app: { selectTag: 'a' }, timings: { linkSeconds: 95, ec2PendingSeconds: 0 } });
  const [project] = world.projects;
  if (project) world.atlas.world.createCluster(project, { name: 'C0', regionNames: ['EU_WEST_1'] });
  world.createVpcEndpoint({ tags: { a: '1' } });
  await world.time.run();
  const t0 = world.atlas.journal.entries[0]?.at ?? 0;
  for (const e of world.atlas.journal.entries) console.log((e.at - t0) / 1000, e.method, e.status, e.path.slice(40));
  for (const e of world.aws.executions.all) console.log(e.states.join(' > '), e.retries);
  for (const e of world.aws.server.calls) console.log(e.action);
});

/** The main scenario: a user creates VPC endpoints, and the automation links them. */
import { World } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import { reportStory } from './account.js';
import type { StartOptions } from './options.js';
import { showProgress } from './progress.js';
import { type RunReport, reportOf } from './report.js';
import { styled } from './style.js';

type Print = (line: string) => void;

/** @returns true if every endpoint is linked */
export async function runAutomation(options: StartOptions, print: Print): Promise<boolean> {
  const realTime = performance.now();
  const world = await startWorld(options, print);
  try {
    const endpointIds = await createAndFollow(world, options, print);
    const worldTime = world.aws.endpoints.endpoints.get(endpointIds[0] ?? '')?.createdAt ?? 0;
    const report = reportOf(world, endpointIds, { worldTime, realTime });
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    else summarize(report, print);
    return report.notLinked === 0;
  } finally {
    await world.close();
  }
}

/** Maximum number of containers of each function; more would only take memory. */
const CONTAINERS = 120;

/** Deploys the ready-made app, which selects endpoints with the tag {@link SELECT_TAG}. */
export async function startWorld(options: StartOptions, print: Print): Promise<World> {
  const began = performance.now();
  // Loaded here, so that --help does not wait for the CDK.
  const { synthesizeInWorld, UNCHECKED } = await import('../../bin/synthesize.js');
  const world = await World.start({
    speed: options.speed,
    auth: options.auth,
    // A constant, so that two runs can be compared.
    random: () => 0.5,
    // Lambda itself would start a container for each concurrent invocation, up to a thousand.
    concurrency: CONTAINERS,
    // Many links become available at different times, as they do in Atlas.
    timings: { linkSpreadSeconds: options.endpoints === 1 ? 0 : 90 },
    synthesize: (settings) => synthesizeInWorld(settings, { selectTag: SELECT_TAG }, UNCHECKED),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(`Synthesized the stack and deployed it to the local world in ${seconds} s.`);
  print(`Atlas project ${world.projects[0]?.id}, endpoint service ${world.service.serviceName}`);
  print('');
  return world;
}

async function createAndFollow(world: World, options: StartOptions, print: Print): Promise<string[]> {
  if (options.verbose) world.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
  const single = options.endpoints === 1;
  if (single && !options.json) reportStory(world, print);
  const finish =
    single || options.json ? () => undefined : showProgress(world, options.endpoints, process.stdout);
  const endpointIds = Array.from({ length: options.endpoints }, () => {
    const { endpointId, state } = world.createVpcEndpoint({ tags: { [SELECT_TAG]: 'true' } });
    if (options.reject) world.atlas.world.reject(endpointId);
    if (single)
      print(`   +0.0 s  ${styled('bold', 'EC2'.padEnd(15))}a user creates ${endpointId} (${state})`);
    return endpointId;
  });
  await world.time.run();
  finish();
  return endpointIds;
}

function summarize(report: RunReport, print: Print): void {
  const total = report.linked + report.notLinked;
  const wording = report.notLinked === 0 ? 'Linked' : 'Not linked';
  const count = total === 1 ? '' : ` (${report.linked} of ${total})`;
  print('');
  print(
    `${styled(['bold', report.notLinked === 0 ? 'green' : 'red'], wording + count)} after ${report.worldSeconds} s of world time, shown in ${report.realSeconds} s.`,
  );
  print(
    `Requests to Atlas: ${report.atlasRequests} (${report.atlasChallenges} challenges, ${report.atlasRateLimited} rate-limited). State transitions: ${report.stateTransitions}. Dead-letter messages: ${report.deadLetters}.`,
  );
  for (const wording of reasonsIn(report)) print(wording);
  if (report.alarms.length > 0) print(`Alarms: ${report.alarms.join(', ')} (docs/runbook.md).`);
}

/** Reasons and advice of failed links, without duplicates, each with its number of links. */
function reasonsIn({ conclusions }: RunReport): string[] {
  const counts = new Map<string, number>();
  for (const { message, advice } of conclusions.filter((conclusion) => conclusion.message !== '')) {
    const wording = [message, advice].filter((text) => text !== '').join(' ');
    counts.set(wording, (counts.get(wording) ?? 0) + 1);
  }
  return [...counts].map(([wording, count]) => `${count === 1 ? '' : `${count} × `}${wording}`);
}

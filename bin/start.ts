/** `npm start`: the main job on the local world, told as it happens. */

import { World } from '../local/world.js';
import { bundleHandlersIfStale } from './bundle.js';
import { tellStory } from './start/account.js';
import { OptionError, parseStartOptions, type StartOptions, USAGE } from './start/options.js';
import { showProgress } from './start/progress.js';
import { type RunReport, reportOf } from './start/report.js';
import { styled } from './start/style.js';

const SELECT_TAG = 'atlas-privatelink';
const ExitCode = { LINKED: 0, NOT_LINKED: 1, BAD_OPTION: 2 } as const;

async function main(options: StartOptions): Promise<number> {
  const print = options.json ? () => undefined : (line: string) => console.log(line);
  const realTime = performance.now();
  const world = await startWorld(options, print);
  try {
    const endpointIds = await createAndFollow(world, options, print);
    const worldTime = world.aws.endpoints.endpoints.get(endpointIds[0] ?? '')?.createdAt ?? 0;
    const report = reportOf(world, endpointIds, { worldTime, realTime });
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    else summarize(report, print);
    return report.notLinked === 0 ? ExitCode.LINKED : ExitCode.NOT_LINKED;
  } finally {
    await world.close();
  }
}

async function startWorld(options: StartOptions, print: (line: string) => void): Promise<World> {
  const began = performance.now();
  const sizes = await bundleHandlersIfStale();
  const kilobytes = Object.values(sizes).map((bytes) => Math.round(bytes / 1024));
  print(`Bundles of ${kilobytes.length} functions are ready (${kilobytes.join(', ')} KB at start).`);
  // Loaded here, so that --help does not wait for the CDK.
  const { synthesizeApp } = await import('./synthesize.js');
  const world = await World.start({
    speed: options.speed,
    auth: options.auth,
    // Many links finish at different times, as they do in Atlas.
    timings: { linkSpreadSeconds: options.endpoints === 1 ? 0 : 90 },
    synthesize: ({ outputFolder, atlasBaseUrl, projectIds, secretName }) =>
      synthesizeApp(outputFolder, {
        projects: JSON.stringify(projectIds.map((projectId) => ({ projectId, secretName }))),
        selectTag: SELECT_TAG,
        atlasBaseUrl,
      }),
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  print(`Synthesized the stack and deployed it to the local world in ${seconds} s.`);
  print(`Atlas project ${world.projects[0]?.id}, endpoint service ${world.service.serviceName}`);
  print('');
  return world;
}

async function createAndFollow(
  world: World,
  options: StartOptions,
  print: (line: string) => void,
): Promise<string[]> {
  if (options.verbose) world.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
  const single = options.endpoints === 1;
  if (single && !options.json) tellStory(world, print);
  const finish =
    single || options.json ? () => undefined : showProgress(world, options.endpoints, process.stdout);
  const endpointIds = Array.from({ length: options.endpoints }, () => {
    const { endpointId, state } = world.createVpcEndpoint({ tags: { [SELECT_TAG]: 'true' } });
    if (options.reject) world.atlas.world.reject(endpointId);
    if (single)
      print(`   +0.0 s  ${styled('bold', 'EC2'.padEnd(15))}somebody creates ${endpointId} (${state})`);
    return endpointId;
  });
  await world.time.run();
  finish();
  return endpointIds;
}

function summarize(report: RunReport, print: (line: string) => void): void {
  const total = report.linked + report.notLinked;
  const words = report.notLinked === 0 ? 'Linked' : 'Not linked';
  const count = total === 1 ? '' : ` (${report.linked} of ${total})`;
  print('');
  print(
    `${styled(['bold', report.notLinked === 0 ? 'green' : 'red'], words + count)} after ${report.worldSeconds} s of world time, shown in ${report.realSeconds} s.`,
  );
  print(
    `Requests to Atlas: ${report.atlasRequests} (${report.atlasChallenges} challenges, ${report.atlasRateLimited} rate-limited). State transitions: ${report.stateTransitions}. Dead letters: ${report.deadLetters}.`,
  );
  if (report.alarms.length > 0) print(`Alarms: ${report.alarms.join(', ')} (docs/runbook.md).`);
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) console.log(USAGE);
  else process.exitCode = await main(options);
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = ExitCode.BAD_OPTION;
}

/** An endpoint to Data Federation: refused without its project's tag, registered with it, and removed with the endpoint. */
import { dataFederationServiceOf } from '../../lambda/contract/data-federation-services.js';
import { LINK_CONCLUDED, type LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import { DATA_FEDERATION_PROJECT_TAG } from '../../lambda/contract/tags.js';
import { World } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import { reportStory } from './account.js';
import type { StartOptions } from './options.js';
import { styled } from './style.js';

type Print = (line: string) => void;

/** Output of `--json`. */
interface FederationReport {
  /** Goal and outcome of each conclusion, in their order. */
  readonly outcomes: readonly string[];
  /** Ids that the second project lists after the registration, and at the end. */
  readonly registered: readonly string[];
  readonly left: readonly string[];
  readonly worldSeconds: number;
  readonly atlasRequests: number;
  readonly deadLetters: number;
}

const EXPECTED = ['available: failed', 'available: available', 'deleted: deleted'];
/** Time in which Atlas approves the endpoint. */
const APPROVAL_SECONDS = 45;

/** @returns true if the endpoint was refused, registered and removed, in this order */
export async function runFederation(options: StartOptions, print: Print): Promise<boolean> {
  const world = await startWorld(options);
  try {
    const report = await play(world, options, print);
    if (options.json) console.log(JSON.stringify(report, undefined, 2));
    const isAsExpected = report.outcomes.join() === EXPECTED.join();
    return isAsExpected && report.registered.length === 1 && report.left.length === 0;
  } finally {
    await world.close();
  }
}

/** Two projects of the automation want endpoints to Data Federation. */
async function startWorld({ speed, auth }: StartOptions): Promise<World> {
  const { synthesizeInWorld, UNCHECKED } = await import('../../bin/synthesize.js');
  return World.start({
    speed,
    auth,
    random: () => 0.5,
    projects: 2,
    timings: { registrationSeconds: APPROVAL_SECONDS },
    synthesize: (settings) => {
      const { projectIds, secretName } = settings;
      const projects = projectIds.map((projectId) => ({ projectId, secretName, dataFederation: true }));
      return synthesizeInWorld(
        settings,
        { projects: JSON.stringify(projects), selectTag: SELECT_TAG },
        UNCHECKED,
      );
    },
  });
}

async function play(world: World, options: StartOptions, print: Print): Promise<FederationReport> {
  const [first, second] = world.projects;
  const serviceName = dataFederationServiceOf(world.aws.region) ?? '';
  print(`Atlas projects ${first?.id} and ${second?.id} want endpoints to Data Federation.`);
  print(`Its service in ${world.aws.region}, the same for all customers: ${serviceName}`);
  print('');
  if (options.verbose) world.aws.onLog((line) => print(styled('dim', JSON.stringify(line))));
  const begin = world.time.now();
  const seconds = () => Math.round((world.time.now() - begin) / 100) / 10;
  const say = (what: string) =>
    print(`${`+${seconds().toFixed(1)} s`.padStart(9)}  ${styled('bold', 'EC2'.padEnd(15))}${what}`);
  reportStory(world, print);
  const { endpointId } = world.createVpcEndpoint({ serviceName, tags: { [SELECT_TAG]: 'true' } });
  say(`a user creates ${endpointId}, which has no tag of a project`);
  await world.time.run();
  world.tagEndpoint(endpointId, { [DATA_FEDERATION_PROJECT_TAG]: second?.id ?? '' });
  say(`the user sets ${DATA_FEDERATION_PROJECT_TAG}=${second?.id}`);
  await world.time.run();
  const registered = registeredIn(world);
  world.deleteVpcEndpoints([endpointId]);
  say(`the user deletes ${endpointId}`);
  await world.time.run();
  const report = {
    outcomes: world
      .published(LINK_CONCLUDED)
      .map(({ detail }) => detail as LinkConcludedDetail)
      .map(({ goal, outcome }) => `${goal}: ${outcome}`),
    registered,
    left: registeredIn(world),
    worldSeconds: seconds(),
    atlasRequests: world.atlas.journal.entries.length,
    deadLetters: world.aws.queues.all.length,
  };
  print('');
  print(
    `Registrations: ${registered.length}, and ${report.left.length} after the deletion: the last one of a project is removed, too. ${report.worldSeconds} s of world time, ${report.atlasRequests} requests to Atlas.`,
  );
  return report;
}

function registeredIn(world: World): string[] {
  world.atlas.world.settle();
  return world.projects.flatMap(({ dataFederation }) =>
    dataFederation.all.map(({ request }) => request.endpointId),
  );
}

import type { SettingName } from '../../bin/setting-table.js';
import { synthesizeInWorld, UNCHECKED } from '../../bin/synthesize.js';
import type { LinkConcludedDetail } from '../../lambda/contract/published-event.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import { World, type WorldOptions } from '../../local/world.js';
import { conclusionsIn as publishedConclusions } from '../../torture/worlds/published.js';
import { PUSH_SETTING } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { expectValidConclusion } from '../docs/event-schema.js';
import { whenDone } from './open-worlds.js';

export { deadLettersIn, linkExecutionsIn } from '../../torture/worlds/published.js';

export interface ScenarioOptions extends Omit<WorldOptions, 'synthesize'> {
  /** Settings of the app in addition to those of the world. */
  readonly app?: Partial<Record<SettingName, string>>;
}

/**
 * Synthesizes the ready-made app and deploys it to a local world. Every endpoint is selected unless `app` says
 * otherwise.
 */
export async function startScenario(options: ScenarioOptions = {}): Promise<World> {
  return whenDone(await startLastingScenario(options));
}

/** For a world that all tests of a file share; the file must close it. */
export async function startLastingScenario({ app, ...options }: ScenarioOptions): Promise<World> {
  return World.start({
    random: () => 0.5,
    ...options,
    synthesize: cached(['app', app], (settings) =>
      synthesizeInWorld(
        settings,
        { ...PUSH_SETTING, ...(app?.selectTag === undefined ? { selectAll: 'true' } : {}), ...app },
        UNCHECKED,
      ),
    ),
  });
}

/**
 * Published conclusions, after the world has run until nothing is due any more. Each is validated against the schema.
 */
export function conclusionsIn(world: World): LinkConcludedDetail[] {
  const details = publishedConclusions(world);
  for (const detail of details) expectValidConclusion(detail);
  return details;
}

/** Creates an endpoint, and runs the world until nothing is due any more. */
export async function createAndRun(
  world: World,
  request: Parameters<World['createVpcEndpoint']>[0] = {},
): Promise<LocalVpcEndpoint> {
  const endpoint = world.createVpcEndpoint(request);
  await world.time.run();
  return endpoint;
}

/** Number of POSTs that Atlas has carried out. */
export function registrationsIn(world: World): number {
  return world.atlas.journal.count({ method: 'POST', path: /\/endpoint$/, status: 201 });
}

export function statusTagOf(endpoint: LocalVpcEndpoint): string | undefined {
  return endpoint.tags.get('atlas-privatelink:status');
}

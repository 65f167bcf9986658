import { synthesizeInWorld } from '../../bin/synthesize.js';
import { World } from '../../local/world.js';
import { SELECT_TAG } from '../select-tag.js';
import { DEMO_PROJECTS, type MadeEndpoint, makeDemoEndpoints } from './demo-endpoints.js';

export interface DemoWorld {
  readonly world: World;
  readonly endpoints: readonly MadeEndpoint[];
}

/** @param context further context of the CDK */
export async function startDemoWorld(context: Readonly<Record<string, unknown>> = {}): Promise<DemoWorld> {
  const world = await World.start({
    projects: DEMO_PROJECTS,
    synthesize: (settings) => synthesizeInWorld(settings, { selectTag: SELECT_TAG }, context),
  });
  return { world, endpoints: await makeDemoEndpoints(world) };
}

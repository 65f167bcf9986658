import { synthesizeInWorld, UNCHECKED } from '../../bin/synthesize.js';
import { World } from '../../local/world.js';
import { SELECT_TAG } from '../settings/select-tag.js';
import { DEMO_PROJECTS, type MadeEndpoint, makeDemoEndpoints } from './demo-endpoints.js';

export interface DemoWorld {
  readonly world: World;
  readonly endpoints: readonly MadeEndpoint[];
}

/** @param onStage called with a description of each step that takes seconds */
export async function startDemoWorld(onStage: (stage: string) => void = () => undefined): Promise<DemoWorld> {
  onStage('synthesizing the stack and deploying it');
  const world = await World.start({
    projects: DEMO_PROJECTS,
    synthesize: (settings) => synthesizeInWorld(settings, { selectTag: SELECT_TAG }, UNCHECKED),
  });
  onStage('creating VPC endpoints, and waiting until their links are settled');
  return { world, endpoints: await makeDemoEndpoints(world) };
}

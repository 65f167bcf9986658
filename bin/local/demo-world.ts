import { World } from '../../local/world.js';
import { synthesizeApp } from '../synthesize.js';
import { DEMO_PROJECTS, type MadeEndpoint, makeDemoEndpoints, SELECT_TAG } from './demo-endpoints.js';

export interface DemoWorld {
  readonly world: World;
  readonly endpoints: readonly MadeEndpoint[];
}

/** @param context further context of the CDK */
export async function startDemoWorld(context: Readonly<Record<string, unknown>> = {}): Promise<DemoWorld> {
  const world = await World.start({
    projects: DEMO_PROJECTS,
    synthesize: ({ outputFolder, atlasBaseUrl, projectIds, secretName }) =>
      synthesizeApp(
        outputFolder,
        {
          projects: JSON.stringify(projectIds.map((projectId) => ({ projectId, secretName }))),
          selectTag: SELECT_TAG,
          atlasBaseUrl,
        },
        context,
      ),
  });
  return { world, endpoints: await makeDemoEndpoints(world) };
}

import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import type { ProjectLimits } from '../../bin/synthesize-hub.js';
import { linkParameterName, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import {
  AtlasCredentials,
  AtlasPrivateLink,
  type AtlasPrivateLinkProps,
  EndpointSelection,
} from '../../lib/index.js';
import { STACK, type SynthesisSettings, World, type WorldOptions } from '../../local/world.js';
import { PUSH_PROP } from '../../torture/worlds/push.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { whenDone } from './open-worlds.js';

export interface AutomationOptions extends Omit<WorldOptions, 'synthesize'> {
  /** Props in addition to projects and base URL. Default: every endpoint is selected. */
  readonly props?: Partial<AtlasPrivateLinkProps>;
  /** Limits of each project, and the Regions that may be added to its endpoint services. Default: none. */
  readonly project?: ProjectLimits;
}

/** Starts the automation with props for which the ready-made app has no setting. */
export async function startAutomation({
  props,
  project,
  ...options
}: AutomationOptions = {}): Promise<World> {
  const synthesize = cached(['automation', props, project], (settings) =>
    synthesizeAutomation(settings, props ?? {}, project),
  );
  return whenDone(await World.start({ random: () => 0.5, ...options, synthesize }));
}

export function synthesizeAutomation(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  props: Partial<AtlasPrivateLinkProps>,
  project: ProjectLimits = {},
): string {
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, 'AtlasPrivateLink', { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: projectIds.map((projectId) => ({ projectId, credentials, ...project })),
    atlasBaseUrl,
    endpointSelection: EndpointSelection.all(),
    ...PUSH_PROP,
    ...props,
  });
  app.synth();
  return stack.templateFile;
}

/** Record of an endpoint in the registry. */
export function recordOf(world: World, endpointId: string): StoredLinkRecord | undefined {
  const value = world.aws.parameters.get(linkParameterName(endpointId))?.value;
  return value === undefined ? undefined : (JSON.parse(value) as StoredLinkRecord);
}

/** Ids in the lists of a project's endpoint services. */
export function listedIn(world: World, projectIndex = 0): string[] {
  world.atlas.world.settle();
  const services = [...(world.projects[projectIndex]?.services.values() ?? [])];
  return services.flatMap(({ links }) => [...links.keys()]);
}

/** Invokes the schedule, and runs the world until nothing is due any more. */
export async function reconcile(world: World): Promise<void> {
  world.aws.schedules.fireAll();
  await world.time.run();
}

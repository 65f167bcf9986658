import { dataFederationServiceOf } from '../../lambda/contract/data-federation-services.js';
import { AtlasCredentials, type AtlasPrivateLinkProps, type AtlasProject } from '../../lib/index.js';
import type { LocalVpcEndpoint, NewVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import { World, type WorldOptions } from '../../local/world.js';
import { cached } from '../../torture/worlds/synthesis-cache.js';
import { synthesizeAutomation } from './automation-world.js';
import { whenDone } from './open-worlds.js';

export const FEDERATION_SERVICE = dataFederationServiceOf('eu-west-1') ?? '';
export const PROJECT_TAG = 'atlas-privatelink:data-federation-project';
/** Comment of what the automation has registered. */
export const OWN_COMMENT = /^Registered by atlas-privatelink \(AtlasPrivateLink/;

export interface FederatedOptions extends Omit<WorldOptions, 'synthesize' | 'projects'> {
  /** One entry for each Atlas project. Default: one that wants endpoints to Data Federation. */
  readonly settings?: readonly Partial<AtlasProject>[];
  readonly props?: Partial<AtlasPrivateLinkProps>;
}

/** Starts an automation whose projects have these settings. */
export async function startFederated(options: FederatedOptions = {}): Promise<World> {
  return whenDone(await startLastingFederated(options));
}

/** For a world that all tests of a file share; the file must close it. */
export function startLastingFederated({
  settings = [{ dataFederation: true }],
  props = {},
  ...options
}: FederatedOptions): Promise<World> {
  const synthesize = synthesizeFederated(settings, props);
  return World.start({ random: () => 0.5, ...options, projects: settings.length, synthesize });
}

/** @param settings `undefined`: the automation does not have the project, or no longer */
export function synthesizeFederated(
  settings: readonly (Partial<AtlasProject> | undefined)[],
  props: Partial<AtlasPrivateLinkProps> = {},
): WorldOptions['synthesize'] {
  return cached(['federated', settings, props], (given) =>
    synthesizeAutomation(given, {
      projects: given.projectIds.flatMap((projectId, index) => {
        const credentials = AtlasCredentials.fromSecretName(given.secretName);
        const setting = settings[index];
        return setting === undefined ? [] : [{ projectId, credentials, ...setting }];
      }),
      ...props,
    }),
  );
}

/** Creates an endpoint to the shared service of Data Federation, and runs the world until nothing is due any more. */
export async function createFederated(
  world: World,
  request: Partial<NewVpcEndpoint> = {},
): Promise<LocalVpcEndpoint> {
  const endpoint = world.createVpcEndpoint({ serviceName: FEDERATION_SERVICE, ...request });
  await world.time.run();
  return endpoint;
}

/** What a project has registered: ids with comments. */
export function registeredIn(world: World, projectIndex = 0): Record<string, string | undefined> {
  world.atlas.world.settle();
  const all = world.projects[projectIndex]?.dataFederation.all ?? [];
  return Object.fromEntries(all.map(({ request, comment }) => [request.endpointId, comment]));
}

const ENDPOINT_IDS = /\/privateNetworkSettings\/endpointIds/;

/** Number of requests to Data Federation that Atlas has carried out. */
export function federationCallsIn(world: World, method?: string): number {
  return world.atlas.journal.count({ path: ENDPOINT_IDS, ...(method === undefined ? {} : { method }) });
}

/** Number of carried out POSTs. */
export function federationPostsIn(world: World): number {
  return world.atlas.journal.count({ method: 'POST', path: ENDPOINT_IDS, status: 201 });
}

/** Number of carried out DELETEs. */
export function federationDeletesIn(world: World): number {
  return world.atlas.journal.count({ method: 'DELETE', path: ENDPOINT_IDS, status: 204 });
}

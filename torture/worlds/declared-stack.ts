import { App, Stack } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import {
  AtlasCredentials,
  AtlasPrivateEndpointLink,
  AtlasPrivateEndpointLinkLookup,
  AtlasPrivateEndpointService,
  AtlasPrivateLinkProvider,
  type LastLink,
  PrivateEndpoint,
} from '../../lib/index.js';
import type { Project } from '../../local/atlas/index.js';
import type { StackOutcome, StackPlayer } from '../../local/aws/cloudformation/stack-player.js';
import type { StackTemplate } from '../../local/aws/cloudformation/stack-template.js';
import { STACK, type SynthesisSettings, World, type WorldOptions } from '../../local/world.js';
import { cached } from './synthesis-cache.js';

/** Properties of a declared stack; another value is an update of the stack. */
export interface Declared {
  readonly region?: string;
  readonly remoteRegions?: string[];
  readonly adoptExisting?: boolean;
  /** Names of VPC endpoints, each of which gets a link. */
  readonly links?: readonly string[];
  readonly lookup?: boolean;
  readonly lastLink?: LastLink;
  /** True if the stack declares no service and no links of its own; `also` adds its resources. */
  readonly withoutService?: boolean;
  /** Adds further resources to the stack. */
  readonly also?: (context: DeclaredContext) => void;
  /** Properties that are put into the template without validation, for misspelt ones. */
  readonly linkOverrides?: Readonly<Record<string, unknown>>;
}

export interface DeclaredContext {
  readonly stack: Stack;
  readonly provider: AtlasPrivateLinkProvider;
  readonly links: ReadonlyMap<string, AtlasPrivateEndpointLink>;
  readonly settings: SynthesisSettings;
}

/** Synthesizes a stack with service, VPC endpoints, links and lookup, and a stack with the provider. */
function synthesizeDeclared(declared: Declared) {
  return (settings: SynthesisSettings): string => {
    const { outputFolder, atlasBaseUrl, projectIds, secretName } = settings;
    const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
    const stack = new Stack(app, 'Declared', { env: { account: STACK.account, region: STACK.region } });
    const projectId = projectIds[0] ?? '';
    const credentials = AtlasCredentials.fromSecretName(secretName);
    const provider = new AtlasPrivateLinkProvider(stack, 'Provider', {
      projects: projectIds.map((one) => ({ projectId: one, credentials })),
      atlasBaseUrl,
    });
    const service =
      declared.withoutService === true ? undefined : declareService(stack, provider, projectId, declared);
    const links = new Map<string, AtlasPrivateEndpointLink>();
    if (service !== undefined) {
      for (const name of declared.links ?? [])
        links.set(name, declareLink(stack, name, provider, service, declared));
    }
    declared.also?.({ stack, provider, links, settings });
    app.synth();
    return stack.templateFile;
  };
}

function declareService(
  stack: Stack,
  provider: AtlasPrivateLinkProvider,
  projectId: string,
  declared: Declared,
): AtlasPrivateEndpointService {
  return new AtlasPrivateEndpointService(stack, 'Service', {
    provider,
    projectId,
    ...(declared.region === undefined ? {} : { region: declared.region }),
    ...(declared.remoteRegions === undefined ? {} : { supportedRemoteRegions: declared.remoteRegions }),
    ...(declared.adoptExisting === undefined ? {} : { adoptExisting: declared.adoptExisting }),
  });
}

function declareLink(
  stack: Stack,
  name: string,
  provider: AtlasPrivateLinkProvider,
  service: AtlasPrivateEndpointService,
  declared: Declared,
): AtlasPrivateEndpointLink {
  const endpoint = new CfnVPCEndpoint(stack, `Endpoint${name}`, {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    serviceName: service.endpointServiceName,
    vpcEndpointType: 'Interface',
    subnetIds: ['subnet-0a1b2c3d4e5f60718'],
  });
  const link = new AtlasPrivateEndpointLink(stack, `Link${name}`, {
    provider,
    service,
    endpoint: PrivateEndpoint.vpcEndpointId(endpoint.ref),
    ...(declared.lastLink === undefined ? {} : { lastLink: declared.lastLink }),
  });
  for (const [property, value] of Object.entries(declared.linkOverrides ?? {})) {
    const resource = link.node.findChild('Resource').node.defaultChild as CfnVPCEndpoint;
    resource.addPropertyOverride(property, value);
  }
  if (declared.lookup !== true) return link;
  const lookup = new AtlasPrivateEndpointLinkLookup(stack, `Lookup${name}`, {
    provider,
    service,
    endpointId: endpoint.ref,
  });
  lookup.node.addDependency(link);
  return link;
}

/** Resources that a function adds cannot be part of a cache key, so such a stack is synthesized each time. */
function synthesisOf(declared: Declared): WorldOptions['synthesize'] {
  const synthesize = synthesizeDeclared(declared);
  return declared.also === undefined ? cached(['declared', declared], synthesize) : synthesize;
}

export interface DeclaredWorld {
  readonly world: World;
  readonly player: StackPlayer;
  readonly create: (declared: Declared) => Promise<StackOutcome>;
  readonly update: (declared: Declared) => Promise<StackOutcome>;
  readonly remove: () => Promise<StackOutcome>;
  /** First project of the world. */
  readonly project: Project;
  /** Attributes of the resource whose logical id begins with this text. */
  readonly attributes: (logicalIdStart: string) => Readonly<Record<string, unknown>>;
}

export interface DeclaredOptions extends Partial<WorldOptions> {
  /** Adds resources to the provider's stack, which is deployed first. */
  readonly beside?: NonNullable<Declared['also']>;
}

/** Starts a world whose Atlas project has no endpoint service yet, and prepares the stack. */
export async function startDeclared({ beside, ...options }: DeclaredOptions = {}): Promise<DeclaredWorld> {
  const world = await World.start({
    random: () => 0.5,
    ...options,
    synthesize: synthesisOf(beside === undefined ? {} : { also: beside }),
  });
  for (const project of world.projects) project.services.clear();
  const [project] = world.projects;
  if (project === undefined) throw new Error('The world has no project');
  const player = world.stackPlayer();
  let template: StackTemplate | undefined;
  const play = async (outcome: Promise<StackOutcome>) => {
    await world.time.run();
    return outcome;
  };
  const next = async (declared: Declared) => {
    template = await world.synthesize(synthesisOf(declared));
    return template;
  };
  return {
    world,
    player,
    create: async (declared) => play(player.create(await next(declared))),
    update: async (declared) => play(player.update(await next(declared))),
    remove: () => play(player.delete()),
    project,
    attributes: (start) => {
      const resource = template?.resources.find(
        ({ logicalId, type }) => logicalId.startsWith(start) && type.startsWith('Custom::'),
      );
      return template?.live.get(resource?.logicalId ?? '')?.attributes ?? {};
    },
  };
}

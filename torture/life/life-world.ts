import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection, type LastLink } from '../../lib/index.js';
import type { EndpointService, Project } from '../../local/atlas/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { type Surroundings, worldOptionsOf } from '../worlds/surroundings.js';
import { cached } from '../worlds/synthesis-cache.js';
import { unlinkByCommand } from './unlink-by-command.js';

/** Rules of the automation, which the ready-made app leaves at their defaults, and where it runs. */
export interface LifeRules extends Surroundings {
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
  /** Which endpoints are to be linked: those with a tag, those of this account, or each. */
  readonly selection: 'tagged' | 'in accounts' | 'all';
  /** A second automation in the same account and Region, which selects by a tag of its own. */
  readonly second: boolean;
}

/** Where an endpoint service stands: the service itself may go with its last link, and be made anew. */
export interface Place {
  readonly project: Project;
  readonly regionName: string;
  service: EndpointService;
}

/** A VPC endpoint of the account, and what has happened to it. */
export interface LifeEndpoint {
  readonly endpoint: LocalVpcEndpoint;
  /** Undefined: of another vendor. */
  readonly service: EndpointService | undefined;
  /** Tags that select it, each for an automation. */
  readonly tagKeys: readonly string[];
  /** CloudFormation makes and deletes it. */
  readonly byStack: boolean;
  wasSelected: boolean;
  /** By somebody, without the automation. */
  wasLinkedByHand: boolean;
  /** Runs by which somebody has asked to remove its link, whatever selects it. */
  readonly commands: Execution[];
  /** From when on it was to be linked, or not: it is deleted, or its tags are taken off. */
  readonly wishes: { readonly at: number; readonly isWanted: boolean }[];
}

export interface NewEndpoint {
  /** Undefined: another vendor's service. */
  readonly place: number | undefined;
  readonly selected: boolean;
  /** By whose tag. */
  readonly by: 'first' | 'second' | 'both';
  /** AWS is still changing it when Atlas accepts it for the first time. */
  readonly busy: boolean;
  /** By CloudFormation, which reports it besides. Default false. */
  readonly byStack?: boolean;
}

/** What Lambda hands to its failure destination. */
interface DeadLetter {
  readonly requestContext: { readonly functionArn: string };
  readonly requestPayload: unknown;
}

/** Of the automation, and of a second one. */
const SELECTING_TAGS = { first: ['atlas'], second: ['atlas-too'], both: ['atlas', 'atlas-too'] } as const;
const TAG_VALUE = 'link';
const VENDOR_SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210';
const ENDPOINT_SOURCES = ['aws.ec2', 'aws.tag', 'aws.cloudformation'];
const BUSY_MESSAGE =
  'Failed to accept interface endpoint due to an unexpected error with code={InvalidParameter} and message={Cannot modify VPC Endpoint while another idempotent operation going on} from AWS API.';
/** Atlas finds an endpoint of another Region late. */
const ACROSS_REGIONS_SECONDS = 30;

/** The automation with two Atlas projects and three endpoint services, one of them in another Region. */
export class LifeWorld {
  readonly endpoints: LifeEndpoint[] = [];
  /** Links that somebody has made in Atlas for endpoints of other accounts. */
  readonly foreign: { readonly endpointId: string; readonly service: EndpointService }[] = [];
  /** All that there ever were. */
  readonly services: EndpointService[] = [];
  readonly places: Place[] = [];

  private constructor(
    readonly rules: LifeRules,
    readonly world: World,
  ) {
    for (const project of world.projects) {
      const [service] = project.services.values();
      if (service === undefined) throw new Error('A project of the world has no endpoint service');
      this.addPlace(project, service);
    }
    const [project] = world.projects;
    if (project === undefined) throw new Error('The world has no project');
    this.addPlace(project, world.atlas.world.createService(project, 'AWS', 'US_EAST_1', true));
    world.atlas.world.createCluster(project, { name: 'main', regionNames: ['EU_WEST_1'] });
  }

  static async start(rules: LifeRules): Promise<LifeWorld> {
    const { auth: _auth, nonces: _nonces, throughput: _throughput, ...synthesized } = rules;
    const synthesize = cached(['life', synthesized], (settings) => synthesizeAutomations(settings, rules));
    const options = { random: () => 0.5, projects: 2, concurrency: 4, ...worldOptionsOf(rules) };
    return new LifeWorld(rules, await World.start({ ...options, synthesize }));
  }

  /** Those that EC2 has not been told to delete. */
  get living(): LifeEndpoint[] {
    return this.endpoints.filter(({ endpoint }) => endpoint.deletedAt === undefined);
  }

  /** Somebody sends every event again that has ended in the dead-letter queue, as the runbook says. */
  redrive(): void {
    const { functions, queues } = this.world.aws;
    for (const { body } of queues.takeAll()) {
      const { requestContext, requestPayload } = JSON.parse(body) as DeadLetter;
      void functions.invokeAsync(requestContext.functionArn.replace(/:\$LATEST$/, ''), requestPayload);
    }
  }

  /** Those that nobody has linked, and that the automation never was to link. */
  get unlinked(): LifeEndpoint[] {
    return this.living.filter(
      ({ endpoint, service, wasSelected }) =>
        !wasSelected && service?.isReady === true && !service.links.has(endpoint.endpointId),
    );
  }

  get runningLinkExecutions(): Execution[] {
    return linkExecutionsIn(this.world).filter(({ status }) => status === 'RUNNING');
  }

  /** Whether an automation is to link it. */
  isWanted({ endpoint, service, tagKeys }: LifeEndpoint): boolean {
    if (service === undefined || endpoint.deletedAt !== undefined) return false;
    return this.rules.selection !== 'tagged' || tagKeys.some((key) => endpoint.tags.get(key) === TAG_VALUE);
  }

  create({ place: index, selected, by, busy, byStack = false }: NewEndpoint): void {
    const service = index === undefined ? undefined : this.serviceAt(index);
    const acrossRegions =
      service?.regionName === 'US_EAST_1'
        ? { serviceRegion: 'us-east-1', hiddenFromServiceSeconds: ACROSS_REGIONS_SECONDS }
        : {};
    const tagKeys = SELECTING_TAGS[this.rules.second ? by : 'first'];
    const request = {
      serviceName: service?.serviceName ?? VENDOR_SERVICE,
      ...acrossRegions,
      ...(selected ? { tags: tagged(tagKeys) } : {}),
    };
    const endpoint = byStack
      ? this.world.createVpcEndpointByCloudFormation(request)
      : this.world.createVpcEndpoint(request);
    if (busy) this.world.atlas.world.reject(endpoint.endpointId, BUSY_MESSAGE, 1);
    const one = {
      endpoint,
      service,
      tagKeys,
      byStack,
      wasSelected: false,
      wasLinkedByHand: false,
      commands: [],
      wishes: [],
    };
    this.endpoints.push(one);
    this.noteWish(one);
  }

  private noteWish(one: LifeEndpoint): void {
    const isWanted = this.isWanted(one);
    one.wasSelected ||= isWanted;
    one.wishes.push({ at: this.world.time.now(), isWanted });
  }

  /** By their stacks; or else in one call, of which EC2 may leave the first standing. */
  delete(chosen: readonly LifeEndpoint[], firstIsRefused: boolean): void {
    const idsOf = (some: readonly LifeEndpoint[]) => some.map(({ endpoint }) => endpoint.endpointId);
    for (const endpointId of idsOf(chosen.filter(({ byStack }) => byStack)))
      this.world.deleteVpcEndpointByCloudFormation(endpointId);
    const ids = idsOf(chosen.filter(({ byStack }) => !byStack));
    const unsuccessful = firstIsRefused ? ids.slice(0, 1) : [];
    if (ids.length > 0) this.world.deleteVpcEndpoints(ids, { unsuccessful });
    for (const one of chosen) this.noteWish(one);
  }

  select(chosen: LifeEndpoint): void {
    this.world.tagEndpoint(chosen.endpoint.endpointId, tagged(chosen.tagKeys));
    this.noteWish(chosen);
  }

  deselect(chosen: LifeEndpoint): void {
    this.world.untagEndpoint(chosen.endpoint.endpointId, chosen.tagKeys);
    this.noteWish(chosen);
  }

  /** Somebody changes their mind, several times. */
  async flap(chosen: LifeEndpoint, { seconds, times }: { seconds: number; times: number }): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.deselect(chosen);
      await this.world.time.run(seconds);
      this.select(chosen);
      await this.world.time.run(seconds);
    }
  }

  /** Everything of one endpoint service goes at once, each by a call of its own. */
  deleteAll(index: number): void {
    const { service } = this.places[index % this.places.length] ?? {};
    for (const one of this.living.filter((candidate) => candidate.service === service))
      this.delete([one], false);
  }

  /** What the bus has brought about endpoints so far. */
  get receivedEvents(): BusEvent[] {
    return this.world.events.filter(({ source }) => ENDPOINT_SOURCES.includes(source));
  }

  /** Somebody links an endpoint of this account without the automation. */
  linkByHand(chosen: LifeEndpoint): void {
    const { endpoint, service } = chosen;
    if (service === undefined) return;
    chosen.wasLinkedByHand = true;
    this.world.atlas.world.createLink(service, endpoint.endpointId, {});
  }

  /** Somebody removes a link by the command line. */
  unlink(chosen: LifeEndpoint): void {
    const execution = unlinkByCommand(this, chosen);
    if (execution !== undefined) chosen.commands.push(execution);
  }

  /** Somebody makes a link in Atlas for an endpoint of another account. */
  linkForeign(index: number): void {
    const service = this.serviceAt(index);
    if (!service.isReady) return;
    const endpointId = `vpce-0f0f0f0f0f${String(this.foreign.length).padStart(7, '0')}`;
    const link = this.world.atlas.world.createLink(service, endpointId, {});
    link.decision = { kind: 'accepted' };
    this.foreign.push({ endpointId, service });
  }

  /** Somebody has made a new one where the last one has gone. */
  private serviceAt(index: number): EndpointService {
    const place = this.places[index % this.places.length];
    if (place === undefined) throw new Error('The world has no endpoint service');
    this.world.atlas.world.settle();
    if (!place.project.services.has(place.service.id)) {
      place.service = this.world.atlas.world.createService(place.project, 'AWS', place.regionName, true);
      this.services.push(place.service);
    }
    return place.service;
  }

  private addPlace(project: Project, service: EndpointService): void {
    this.places.push({ project, regionName: service.regionName, service });
    this.services.push(service);
  }
}

function tagged(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, TAG_VALUE]));
}

function synthesizeAutomations(settings: SynthesisSettings, rules: LifeRules): string {
  const { outputFolder, atlasBaseUrl, projectIds, secretName } = settings;
  const app = new App({ outdir: outputFolder, ...UNCHECKED, context: featureFlags() });
  const stack = new Stack(app, STACK.stackName, { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  const { lastLink, unlinkDeselected } = rules;
  const common = {
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    atlasBaseUrl,
    dashboard: false,
    ...{ lastLink, unlinkDeselected },
  };
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', { ...common, endpointSelection: selectionOf(rules) });
  if (rules.second) {
    const endpointSelection = EndpointSelection.tagged(SELECTING_TAGS.second[0], TAG_VALUE);
    new AtlasPrivateLink(stack, 'SecondPrivateLink', { ...common, endpointSelection });
  }
  app.synth();
  return stack.templateFile;
}

function selectionOf({ selection }: LifeRules): EndpointSelection {
  if (selection === 'all') return EndpointSelection.all();
  if (selection === 'in accounts') return EndpointSelection.inAccounts(STACK.account);
  return EndpointSelection.tagged(SELECTING_TAGS.first[0], TAG_VALUE);
}

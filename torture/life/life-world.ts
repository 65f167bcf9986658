import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection, type LastLink } from '../../lib/index.js';
import type { EndpointService, Project } from '../../local/atlas/index.js';
import type { LocalVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { PUSH_PROP } from '../worlds/push.js';
import { type Surroundings, worldOptionsOf } from '../worlds/surroundings.js';
import { cached } from '../worlds/synthesis-cache.js';
import { FederatedEndpoints } from './federated-endpoints.js';
import { unlinkByCommand } from './unlink-by-command.js';

/** Rules of the automation that the ready-made app leaves at their defaults, and the surroundings in which it runs. */
export interface LifeRules extends Surroundings {
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
  /** Which endpoints are linked: those with a tag, those of this account, or all. */
  readonly selection: 'tagged' | 'in accounts' | 'all';
  /** A second automation in the same account and Region, which selects endpoints by its own tag. */
  readonly second: boolean;
}

/**
 * A project and Region with an endpoint service. Atlas may delete the service with its last link; the next use creates
 * another one.
 */
export interface Place {
  readonly project: Project;
  readonly regionName: string;
  service: EndpointService;
}

/** A VPC endpoint of the account, and its history. */
export interface LifeEndpoint {
  readonly endpoint: LocalVpcEndpoint;
  /** Undefined if the endpoint belongs to another vendor's service. */
  readonly service: EndpointService | undefined;
  /** Tags that select the endpoint, one for each automation. */
  readonly tagKeys: readonly string[];
  /** True if CloudFormation creates and deletes the endpoint. */
  readonly byStack: boolean;
  wasSelected: boolean;
  /** True if a user has linked the endpoint without the automation. */
  wasLinkedByHand: boolean;
  /** Executions by which users have removed the link with the command line; they ignore the selection. */
  readonly commands: Execution[];
  /**
   * Times from which the endpoint was to be linked, or no longer to be linked because it was deleted or its tags were
   * removed.
   */
  readonly wishes: { readonly at: number; readonly isWanted: boolean }[];
}

export interface NewEndpoint {
  /** Index of the place; undefined for another vendor's service. */
  readonly place: number | undefined;
  readonly selected: boolean;
  /** Which automation's tag selects the endpoint. */
  readonly by: 'first' | 'second' | 'both';
  /** AWS is still changing the endpoint when Atlas first tries to accept it. */
  readonly busy: boolean;
  /** True if CloudFormation creates the endpoint and sends its own events about it. Default: false. */
  readonly byStack?: boolean;
}

/** The message that Lambda sends to a failure destination. */
interface DeadLetter {
  readonly requestContext: { readonly functionArn: string };
  readonly requestPayload: unknown;
}

/** Tag keys of the first automation, of the second, and of both. */
const SELECTING_TAGS = { first: ['atlas'], second: ['atlas-too'], both: ['atlas', 'atlas-too'] } as const;
const TAG_VALUE = 'link';
const VENDOR_SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210';
const ENDPOINT_SOURCES = ['aws.ec2', 'aws.tag', 'aws.cloudformation'];
const BUSY_MESSAGE =
  'Failed to accept interface endpoint due to an unexpected error with code={InvalidParameter} and message={Cannot modify VPC Endpoint while another idempotent operation going on} from AWS API.';
/** Delay after which Atlas finds an endpoint of another Region. */
const ACROSS_REGIONS_SECONDS = 30;

/** The automation with two Atlas projects and three endpoint services, one of them in another Region. */
export class LifeWorld {
  readonly endpoints: LifeEndpoint[] = [];
  /** Links that were made in Atlas for endpoints of other accounts. */
  readonly foreign: { readonly endpointId: string; readonly service: EndpointService }[] = [];
  /** All endpoint services of the sequence, including deleted ones. */
  readonly services: EndpointService[] = [];
  readonly places: Place[] = [];
  /** Endpoints to Data Federation, which both projects want. */
  readonly federated: FederatedEndpoints;

  private constructor(
    readonly rules: LifeRules,
    readonly world: World,
  ) {
    this.federated = new FederatedEndpoints(world, {
      isAllSelected: rules.selection !== 'tagged',
      selectingTags: tagged(SELECTING_TAGS.first),
      lastLink: rules.lastLink,
    });
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

  /** Endpoints that have not been deleted. */
  get living(): LifeEndpoint[] {
    return this.endpoints.filter(({ endpoint }) => endpoint.deletedAt === undefined);
  }

  /** Redrives all dead-letter messages, as the runbook describes it. */
  redrive(): void {
    const { functions, queues } = this.world.aws;
    for (const { body } of queues.takeAll()) {
      const { requestContext, requestPayload } = JSON.parse(body) as DeadLetter;
      void functions.invokeAsync(requestContext.functionArn.replace(/:\$LATEST$/, ''), requestPayload);
    }
  }

  /** Endpoints without a link that the automation was never to link. */
  get unlinked(): LifeEndpoint[] {
    return this.living.filter(
      ({ endpoint, service, wasSelected }) =>
        !wasSelected && service?.isReady === true && !service.links.has(endpoint.endpointId),
    );
  }

  get runningLinkExecutions(): Execution[] {
    return linkExecutionsIn(this.world).filter(({ status }) => status === 'RUNNING');
  }

  /** True if an automation is to link the endpoint. */
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

  /**
   * Deletes endpoints of CloudFormation by their stacks, and all others in one call, in which EC2 may refuse the first
   * one.
   */
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

  /** Removes the selecting tags and sets them again, several times. */
  async flap(chosen: LifeEndpoint, { seconds, times }: { seconds: number; times: number }): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.deselect(chosen);
      await this.world.time.run(seconds);
      this.select(chosen);
      await this.world.time.run(seconds);
    }
  }

  /** Deletes all endpoints of one endpoint service at the same time, each with its own call. */
  deleteAll(index: number): void {
    const { service } = this.places[index % this.places.length] ?? {};
    for (const one of this.living.filter((candidate) => candidate.service === service))
      this.delete([one], false);
  }

  /** Events about endpoints that the bus has received so far. */
  get receivedEvents(): BusEvent[] {
    return this.world.events.filter(({ source }) => ENDPOINT_SOURCES.includes(source));
  }

  /** Links an endpoint of this account without the automation. */
  linkByHand(chosen: LifeEndpoint): void {
    const { endpoint, service } = chosen;
    if (service === undefined) return;
    chosen.wasLinkedByHand = true;
    this.world.atlas.world.createLink(service, endpoint.endpointId, {});
  }

  /** Removes a link with the command line. */
  unlink(chosen: LifeEndpoint): void {
    const execution = unlinkByCommand(this, chosen);
    if (execution !== undefined) chosen.commands.push(execution);
  }

  /** Makes a link in Atlas for an endpoint of another account. */
  linkForeign(index: number): void {
    const service = this.serviceAt(index);
    if (!service.isReady) return;
    const endpointId = `vpce-0f0f0f0f0f${String(this.foreign.length).padStart(7, '0')}`;
    const link = this.world.atlas.world.createLink(service, endpointId, {});
    link.decision = { kind: 'accepted' };
    this.foreign.push({ endpointId, service });
  }

  /** Returns the service of a place, and creates it again if Atlas has deleted it. */
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
    ...PUSH_PROP,
    projects: projectIds.map((projectId) => ({ projectId, credentials, dataFederation: true })),
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

import type { EndpointService, Project } from '../../local/atlas/index.js';
import { atlasRegionOf } from '../../local/atlas-provider.js';
import type { NewVpcEndpoint } from '../../local/aws/ec2/vpc-endpoints.js';
import type { BusEvent } from '../../local/aws/event-bridge/event-bus.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { HUB_BUS } from '../worlds/forged-events.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { worldOptionsOf } from '../worlds/surroundings.js';
import { cached } from '../worlds/synthesis-cache.js';
import { CallJournal } from './call-journal.js';
import type { MemberEndpoint } from './member-endpoint.js';
import { MemberTrouble } from './member-trouble.js';
import { Memberships } from './memberships.js';
import {
  FIRST,
  HOME,
  hasRemoteRegions,
  LATE,
  MEMBERS,
  mayReach,
  type OrganizationRules,
  PROJECTS,
  placesOf,
  regionsOf,
  SECOND,
  UNIT,
} from './organization-setting.js';
import { SECOND_SECRET, SELECTING_TAGS, synthesizeHubs, TAG_VALUE } from './organization-synthesis.js';
import { People } from './people.js';
import { type RegionRequest, recordRegionRequests } from './region-requests.js';

export interface NewMemberEndpoint {
  /** Index of the place. */
  readonly place: number;
  readonly project: number;
  readonly selected: boolean;
  /** Index of the hub whose tag selects the endpoint; 2: both. */
  readonly by: number;
  /** AWS is still changing the endpoint when Atlas first tries to accept it. */
  readonly busy: boolean;
  readonly byStack: boolean;
}

/** The message that Lambda sends to a failure destination. */
interface DeadLetter {
  readonly requestContext?: { readonly functionArn: string };
  readonly requestPayload?: unknown;
}

export const SECOND_KEY = { publicKey: 'secondky', privateKey: '00000000-aaaa-4bbb-8ccc-000000000002' };
const BUSY_MESSAGE =
  'Failed to accept interface endpoint due to an unexpected error with code={InvalidParameter} and message={Cannot modify VPC Endpoint while another idempotent operation going on} from AWS API.';
const CLUSTERS = [
  { projectIndex: 0, name: 'main', regionNames: ['EU_WEST_1'] },
  { projectIndex: 0, name: 'away', regionNames: ['EU_CENTRAL_1'] },
  { projectIndex: 1, name: 'orders', regionNames: ['EU_WEST_1'] },
];
/** Delay after which Atlas finds an endpoint of another Region. */
const ACROSS_REGIONS_SECONDS = 30;

/** Hubs over several accounts and Regions, and what happens there. */
export class OrganizationLife {
  readonly endpoints: MemberEndpoint[] = [];
  /** Links that were made in Atlas for endpoints of accounts that nobody here knows. */
  readonly foreign: { readonly endpointId: string; readonly service: EndpointService }[] = [];
  /** All endpoint services of the sequence, including deleted ones. */
  readonly services: EndpointService[] = [];
  readonly calls = new CallJournal();
  readonly trouble: MemberTrouble;
  readonly memberships: Memberships;
  readonly people: People;
  /** Requests that change the Regions of a service. */
  readonly regionRequests: RegionRequest[];
  /** Events about endpoints that the hub's bus has received. */
  readonly received: BusEvent[] = [];
  /** Copies and connection strings that users of a member have changed: names with their account. */
  readonly tampered = new Set<string>();

  private constructor(
    readonly rules: OrganizationRules,
    readonly world: OrganizationWorld,
  ) {
    this.trouble = new MemberTrouble(world);
    this.memberships = new Memberships(rules, world, this.trouble);
    for (const place of world.allPlaces) this.calls.watch(place);
    this.regionRequests = recordRegionRequests(world);
    this.people = new People(world);
    for (const project of world.home.projects) this.services.push(...project.services.values());
    for (const [index, project] of world.home.projects.entries())
      for (const { projectIndex, ...cluster } of CLUSTERS)
        if (projectIndex === index) world.atlas.world.createCluster(project, cluster);
    world.home.aws.buses.get(HUB_BUS).listen((event) => {
      if (event.source !== 'aws.events') this.received.push(event);
    });
  }

  /** @param deployed rules of the deployed hubs, if they are to differ from those by which they are judged */
  static async start(
    rules: OrganizationRules,
    deployed: OrganizationRules = rules,
  ): Promise<OrganizationLife> {
    const { auth: _auth, nonces: _nonces, throughput: _throughput, ...synthesized } = deployed;
    const { sourceKeysWhenForwarded, deletesAfterLeaving, refusesChangesWhileInitiating, ...others } =
      synthesized;
    const { regionChangeSeconds, beginningSeconds, ...key } = others;
    const { timings, ...options } = worldOptionsOf(rules);
    const regions = regionsOf(rules).filter((region) => region !== HOME);
    const world = await OrganizationWorld.start({
      ...{ random: () => 0.5, projects: PROJECTS, concurrency: 4, ...options },
      timings: { ...timings, remoteRegionsSeconds: regionChangeSeconds },
      ...{ regions, homeUnit: UNIT, serviceRegions: hasRemoteRegions(rules) ? [] : regions },
      accounts: [
        { account: FIRST, unit: UNIT },
        { account: SECOND, unit: UNIT },
        { account: LATE, isMember: false },
      ],
      prepare: ({ secrets }) => secrets.put(SECOND_SECRET, SECOND_KEY),
      synthesize: cached(['organization', key], (settings) => synthesizeHubs(settings, deployed)),
    });
    world.home.addApiKey(SECOND_KEY);
    world.busSettings.sourceKeysWhenForwarded = sourceKeysWhenForwarded;
    world.stackSets.deletesAfterLeaving = deletesAfterLeaving;
    world.atlas.world.refusesChangesWhileInitiating = refusesChangesWhileInitiating;
    const life = new OrganizationLife(rules, world);
    await world.time.run(beginningSeconds);
    return life;
  }

  placeAt(index: number): WorldPlace {
    const places = placesOf(this.rules);
    const { account, region } = places[index % places.length] ?? this.world.home.aws;
    return this.world.place(account, region);
  }

  memberAt(index: number): string {
    return MEMBERS[index % MEMBERS.length] ?? FIRST;
  }

  /** Endpoints that have not been deleted. */
  get living(): MemberEndpoint[] {
    return this.endpoints.filter(({ endpoint }) => endpoint.deletedAt === undefined);
  }

  get runningLinkExecutions(): Execution[] {
    return linkExecutionsIn(this.world.home).filter(({ status }) => status === 'RUNNING');
  }

  /** Endpoints without a link. */
  get unlinked(): MemberEndpoint[] {
    return this.living.filter(
      ({ endpoint, service }) => service.isReady && !service.links.has(endpoint.endpointId),
    );
  }

  /** True if a hub is to link the endpoint, provided that it can enter the account. */
  isWanted({ endpoint, place, projectIndex, tagKeys }: Omit<MemberEndpoint, 'wishes'>): boolean {
    if (endpoint.deletedAt !== undefined || !mayReach(this.rules, projectIndex, place.aws)) return false;
    return this.rules.selection === 'all' || tagKeys.some((key) => endpoint.tags.get(key) === TAG_VALUE);
  }

  create({ place: index, project: projectIndex, selected, by, busy, byStack }: NewMemberEndpoint): void {
    const place = this.placeAt(index);
    const service = this.serviceAt(place, projectIndex);
    const tagKeys =
      this.rules.second && by > 0 ? SELECTING_TAGS.slice(by === 1 ? 1 : 0) : [SELECTING_TAGS[0]];
    const request = {
      serviceName: service.serviceName,
      ...this.acrossRegions(place),
      ...(selected ? { tags: tagged(tagKeys) } : {}),
    };
    const endpoint = byStack
      ? place.createVpcEndpointByCloudFormation(request)
      : place.createVpcEndpoint(request);
    if (busy) this.world.atlas.world.reject(endpoint.endpointId, BUSY_MESSAGE, 1);
    const flags = { wasSelected: false, wasLinkedByHand: false, isInDoubt: false };
    const one = { endpoint, place, projectIndex, service, tagKeys, byStack, ...flags, wishes: [] };
    this.endpoints.push(one);
    this.noteWish(one);
  }

  private acrossRegions({ aws }: WorldPlace): Partial<NewVpcEndpoint> {
    if (!hasRemoteRegions(this.rules) || aws.region === HOME) return {};
    return { serviceRegion: HOME, hiddenFromServiceSeconds: ACROSS_REGIONS_SECONDS };
  }

  private noteWish(one: MemberEndpoint): void {
    const isWanted = this.isWanted(one);
    one.wasSelected ||= isWanted;
    one.wishes.push({ at: this.world.time.now(), isWanted });
  }

  /** Deletes endpoints of one place: those of CloudFormation by their stacks, and all others in one call. */
  delete(chosen: readonly MemberEndpoint[], firstIsRefused: boolean): void {
    for (const place of new Set(chosen.map((one) => one.place)))
      this.deleteIn(
        place,
        chosen.filter((one) => one.place === place),
        firstIsRefused,
      );
    for (const one of chosen) this.noteWish(one);
  }

  private deleteIn(place: WorldPlace, chosen: readonly MemberEndpoint[], firstIsRefused: boolean): void {
    const idsOf = (byStack: boolean) =>
      chosen.filter((one) => one.byStack === byStack).map(({ endpoint }) => endpoint.endpointId);
    for (const endpointId of idsOf(true)) place.deleteVpcEndpointByCloudFormation(endpointId);
    const ids = idsOf(false);
    if (ids.length > 0)
      place.deleteVpcEndpoints(ids, { unsuccessful: firstIsRefused ? ids.slice(0, 1) : [] });
  }

  select(one: MemberEndpoint): void {
    one.place.tagEndpoint(one.endpoint.endpointId, tagged(one.tagKeys));
    this.noteWish(one);
  }

  deselect(one: MemberEndpoint): void {
    one.place.untagEndpoint(one.endpoint.endpointId, one.tagKeys);
    this.noteWish(one);
  }

  /** The clusters of the project get other private connection strings. */
  moveClusters(projectIndex: number): void {
    for (const cluster of this.projectAt(projectIndex).clusters) this.world.atlas.world.moveCluster(cluster);
  }

  /** Links an endpoint without a hub. */
  linkByHand(one: MemberEndpoint): void {
    one.wasLinkedByHand = true;
    this.world.atlas.world.createLink(one.service, one.endpoint.endpointId, {});
  }

  /** Makes a link in Atlas for an endpoint that nobody here knows. */
  linkForeign(placeIndex: number, projectIndex: number): void {
    const service = this.serviceAt(this.placeAt(placeIndex), projectIndex);
    if (!service.isReady) return;
    const endpointId = `vpce-0f0f0f0f0f${String(this.foreign.length).padStart(7, '0')}`;
    const link = this.world.atlas.world.createLink(service, endpointId, {});
    link.decision = { kind: 'accepted' };
    this.foreign.push({ endpointId, service });
  }

  /** Redrives all dead-letter messages of the hub, as the runbook describes it. */
  redrive(): void {
    const { functions, queues } = this.world.home.aws;
    for (const { body } of queues.takeAll()) {
      const { requestContext, requestPayload } = JSON.parse(body) as DeadLetter;
      if (requestContext === undefined) continue;
      void functions.invokeAsync(requestContext.functionArn.replace(/:\$LATEST$/, ''), requestPayload);
    }
  }

  projectOf(one: Pick<MemberEndpoint, 'projectIndex'>): Project {
    return this.projectAt(one.projectIndex);
  }

  private projectAt(index: number): Project {
    const project = this.world.home.projects[index % PROJECTS];
    if (project === undefined) throw new Error(`The world has no project ${index}`);
    return project;
  }

  /** Returns the project's service for endpoints of the place, and creates it again if Atlas has deleted it. */
  private serviceAt({ aws }: WorldPlace, projectIndex: number): EndpointService {
    const project = this.projectAt(projectIndex);
    const regionName = atlasRegionOf(hasRemoteRegions(this.rules) ? HOME : aws.region);
    this.world.atlas.world.settle();
    const known = [...project.services.values()].find((service) => service.regionName === regionName);
    if (known !== undefined) return known;
    const service = this.world.atlas.world.createService(project, 'AWS', regionName, true);
    this.services.push(service);
    return service;
  }
}

function tagged(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, TAG_VALUE]));
}

import { App, Stack } from 'aws-cdk-lib';
import { featureFlags, UNCHECKED } from '../../bin/synthesize.js';
import { AtlasCredentials, AtlasPrivateLink, EndpointSelection, type LastLink } from '../../lib/index.js';
import type { EndpointService, Project } from '../../local/atlas/index.js';
import type { Execution } from '../../local/aws/state-machine/executions.js';
import type { LocalVpcEndpoint } from '../../local/aws/vpc-endpoints.js';
import { STACK, type SynthesisSettings, World } from '../../local/world.js';
import { linkRunsIn } from '../worlds/published.js';
import { cached } from '../worlds/synthesis-cache.js';

/** Rules of the automation, which the ready-made app leaves at their defaults. */
export interface LifeRules {
  readonly lastLink: LastLink;
  readonly unlinkDeselected: boolean;
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
  /** Atlas has refused it for the moment: its link may be removed and made again. */
  readonly isBusy: boolean;
  wasSelected: boolean;
  /** By somebody, without the automation. */
  wasLinkedByHand: boolean;
  /** It was to be without a link at some time: deselected, or deleted. */
  wasUnwanted: boolean;
}

export interface NewEndpoint {
  /** Undefined: another vendor's service. */
  readonly place: number | undefined;
  readonly selected: boolean;
  /** AWS is still changing it when Atlas accepts it for the first time. */
  readonly busy: boolean;
}

/** What Lambda hands to its failure destination. */
interface DeadLetter {
  readonly requestContext: { readonly functionArn: string };
  readonly requestPayload: unknown;
}

export const SELECTING_TAG = { key: 'atlas', value: 'link' };
const VENDOR_SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0fedcba9876543210';
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
    const synthesize = cached(['life', rules], (settings) => synthesizeAutomation(settings, rules));
    return new LifeWorld(
      rules,
      await World.start({ random: () => 0.5, projects: 2, concurrency: 4, synthesize }),
    );
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

  get runningLinkRuns(): Execution[] {
    return linkRunsIn(this.world).filter(({ status }) => status === 'RUNNING');
  }

  create({ place: index, selected, busy }: NewEndpoint): void {
    const service = index === undefined ? undefined : this.serviceAt(index);
    const acrossRegions =
      service?.regionName === 'US_EAST_1'
        ? { serviceRegion: 'us-east-1', hiddenFromServiceSeconds: ACROSS_REGIONS_SECONDS }
        : {};
    const endpoint = this.world.createVpcEndpoint({
      serviceName: service?.serviceName ?? VENDOR_SERVICE,
      ...acrossRegions,
      ...(selected ? { tags: { [SELECTING_TAG.key]: SELECTING_TAG.value } } : {}),
    });
    if (busy) this.world.atlas.world.reject(endpoint.endpointId, BUSY_MESSAGE, 1);
    const past = { wasSelected: selected, wasLinkedByHand: false, wasUnwanted: false };
    this.endpoints.push({ endpoint, service, isBusy: busy, ...past });
  }

  /** One call; of several, EC2 may leave the first standing. */
  delete(chosen: readonly LifeEndpoint[], firstIsRefused: boolean): void {
    const ids = chosen.map(({ endpoint }) => endpoint.endpointId);
    const unsuccessful = firstIsRefused ? ids.slice(0, 1) : [];
    for (const one of chosen) if (!unsuccessful.includes(one.endpoint.endpointId)) one.wasUnwanted = true;
    this.world.deleteVpcEndpoints(ids, { unsuccessful });
  }

  select(chosen: LifeEndpoint): void {
    chosen.wasSelected = true;
    this.world.tagEndpoint(chosen.endpoint.endpointId, { [SELECTING_TAG.key]: SELECTING_TAG.value });
  }

  deselect(chosen: LifeEndpoint): void {
    chosen.wasUnwanted = true;
    this.world.untagEndpoint(chosen.endpoint.endpointId, [SELECTING_TAG.key]);
  }

  /** Somebody links an endpoint of this account without the automation. */
  linkByHand(chosen: LifeEndpoint): void {
    const { endpoint, service } = chosen;
    if (service === undefined) return;
    chosen.wasLinkedByHand = true;
    this.world.atlas.world.createLink(service, endpoint.endpointId, {});
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

function synthesizeAutomation(settings: SynthesisSettings, rules: LifeRules): string {
  const { outputFolder, atlasBaseUrl, projectIds, secretName } = settings;
  const app = new App({ outdir: outputFolder, context: { ...featureFlags(), ...UNCHECKED } });
  const stack = new Stack(app, STACK.stackName, { env: { account: STACK.account, region: STACK.region } });
  const credentials = AtlasCredentials.fromSecretName(secretName);
  new AtlasPrivateLink(stack, 'AtlasPrivateLink', {
    projects: projectIds.map((projectId) => ({ projectId, credentials })),
    endpointSelection: EndpointSelection.tagged(SELECTING_TAG.key, SELECTING_TAG.value),
    atlasBaseUrl,
    dashboard: false,
    ...rules,
  });
  app.synth();
  return stack.templateFile;
}
